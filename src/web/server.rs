//! The server: routes of all audiences, limits, headers that hold for every page, a graceful stop.

use std::{
    net::TcpListener,
    sync::{Arc, Weak},
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpServer,
    dev::{Server, Service as _},
    error::UrlencodedError,
    http::header::{self, HeaderName, HeaderValue},
    middleware::from_fn,
    web::{self, Data},
};
use chrono_tz::Tz;
use tracing_actix_web::TracingLogger;

use super::{
    assets, board, desk, entry,
    failure::{self, Failure},
    form::{self, versions::Versions},
    house::{House, Shared},
    limits,
    logging::RequestSpan,
    mail_in, mailbox, operation, packing, settings,
};
use crate::{
    actions::{
        clockwork::{clockwork, note_zone},
        put_brand,
    },
    store::{Pool, StoreError},
};

/// How soon this process shows a brand that another one changed.
const SETTINGS_LAST: Duration = Duration::from_secs(2);

/// Database connections of each web thread: more only queue inside PostgreSQL.
const CONNECTIONS_A_WORKER: usize = 4;
/// The largest body that is read: a form with every field at its limit fits many times.
const LARGEST_BODY: usize = 256 * 1024;

/// For staff pages; the customers' form sets a stricter one of its own.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'";

/// Every address of the program, and what holds for all of them.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .app_data(web::PayloadConfig::new(LARGEST_BODY))
        .app_data(web::FormConfig::default().limit(LARGEST_BODY).error_handler(|error, _| {
            match error {
                UrlencodedError::Overflow { .. } => Failure::TooLarge,
                other => Failure::BadRequest(other.to_string()),
            }
            .into()
        }))
        .app_data(
            web::QueryConfig::default()
                .error_handler(|error, _| Failure::BadRequest(error.to_string()).into()),
        )
        .app_data(web::PathConfig::default().error_handler(|_, _| Failure::NotFound.into()))
        // Routes are tried in this order, and customers' are asked for most.
        .configure(form::routes)
        .configure(operation::routes)
        .configure(mail_in::routes)
        .configure(assets::routes)
        .configure(entry::routes)
        .configure(desk::routes)
        .configure(board::routes)
        .configure(settings::routes)
        .configure(mailbox::routes)
        .default_service(web::to(|| async { Err::<&str, _>(Failure::NotFound) }));
}

/// Listens until told to stop; what is being answered is answered.
///
/// # Errors
/// When a pool cannot be made or the address is taken.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>, database: &str) -> std::io::Result<Server> {
    let workers = shared.config.workers;
    let database = database.to_owned();
    let settings = Pool::new(&database, 1);
    // The first visitor is served by the settings as they are; where the database is away, by those of a new company.
    let mut zone = Some(shared.config.time_zone);
    let read = tokio::time::timeout(SETTINGS_LAST, read_settings(&shared, &settings, &mut zone)).await;
    if !matches!(read, Ok(Ok(()))) {
        tracing::warn!("the settings could not be read yet: the database does not answer");
    }
    tokio::spawn(follow_settings(Arc::downgrade(&shared), settings, zone));
    tokio::spawn(hear(Arc::clone(&shared), database.clone()));
    let server = HttpServer::new(move || {
        let pool = Pool::new(&database, CONNECTIONS_A_WORKER);
        let house = House { shared: Arc::clone(&shared), pool, versions: Versions::default() };
        App::new()
            .app_data(Data::new(house))
            .configure(routes)
            .wrap(from_fn(limits::brake))
            .wrap(from_fn(failure::draw))
            .wrap_fn(|request, service| {
                let answer = service.call(request);
                async move { answer.await.map(with_headers) }
            })
            .wrap(from_fn(packing::pack))
            .wrap(TracingLogger::<RequestSpan>::new())
    })
    .workers(workers)
    .shutdown_timeout(10)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}

/// Keeps brand and clocks as the settings say, as long as there is anybody to show them to. While the database is away,
/// they stay.
async fn follow_settings(shared: Weak<Shared>, pool: Pool, mut zone: Option<Tz>) {
    loop {
        tokio::time::sleep(SETTINGS_LAST).await;
        let Some(shared) = shared.upgrade() else { return };
        if let Err(cause) = read_settings(&shared, &pool, &mut zone).await {
            tracing::debug!(%cause, "the settings could not be read");
        }
    }
}

/// Notes the zone of this process, once, and reads.
async fn read_settings(shared: &Shared, pool: &Pool, zone: &mut Option<Tz>) -> Result<(), StoreError> {
    let mut connection = pool.get().await?;
    if let Some(named) = *zone {
        note_zone(&mut connection, named, chrono::Utc::now()).await?;
        *zone = None;
    }
    shared.show_brand(put_brand::brand(&mut connection).await?);
    shared.run_by(clockwork(&mut connection).await?);
    Ok(())
}

/// Hears what the database announces, from when somebody first listens; as long as the server runs.
async fn hear(shared: Arc<Shared>, database: String) {
    let hub = &shared.live.hub;
    hub.wanted().await;
    loop {
        match hub.hear(&database).await {
            Ok(()) => tracing::debug!("the listening connection was closed"),
            Err(cause) => tracing::debug!(%cause, "the database can't be heard"),
        }
        hub.pause().await;
    }
}

fn with_headers<B>(mut response: actix_web::dev::ServiceResponse<B>) -> actix_web::dev::ServiceResponse<B> {
    if form::is_for_customers(response.request().path()) {
        form::guard(response.headers_mut());
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

/// The visitor's network address: of the connection, or as the reverse proxy says.
#[must_use]
pub fn address_of(request: &HttpRequest, behind_proxy: bool) -> String {
    let peer = request.peer_addr().map(|address| address.ip().to_string()).unwrap_or_default();
    if !behind_proxy {
        return peer;
    }
    // The last entry is the one that our own proxy wrote; those before it are the visitor's word.
    request
        .headers()
        .get("X-Forwarded-For")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map_or(peer, |last| last.trim().to_owned())
}
