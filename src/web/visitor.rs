//! Who is here: a handler's first parameter is its visitor, so that one without a right cannot be written.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, cookie::Cookie, dev::Payload, http::header, web::Data};
use serde::Deserialize as _;
use url::{Position, Url};

use super::{failure::Failure, house::House};
use crate::{
    actions::sign_in::session_id,
    domain::{desk_keys::Keys, language::Language, role::Role},
    store::sessions,
};

/// The cookie of a signed-in browser.
pub const SESSION_COOKIE: &str = "otklik_session";
/// The language chosen before signing in.
pub const LANGUAGE_COOKIE: &str = "otklik_language";

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
    /// The keys of the desk.
    pub keys: Keys,
    /// Whether lines of lists stand close.
    pub compact: bool,
    /// Deadlines they were told of and have not looked at.
    pub alerts: i64,
    /// Digest of the session's cookie.
    pub session: Vec<u8>,
}

impl Person {
    /// Proves that a form was drawn for this very session.
    #[must_use]
    pub fn csrf(&self, house: &House) -> String {
        base64::Engine::encode(
            &base64::engine::general_purpose::URL_SAFE_NO_PAD,
            house.shared.keys.mac("csrf", &self.session),
        )
    }
}

async fn person(request: &HttpRequest) -> Result<Person, Failure> {
    let house = request.app_data::<Data<House>>().ok_or_else(|| Failure::fault("no house"))?;
    let back = || page_to_return_to(request);
    let Some(cookie) = request.cookie(SESSION_COOKIE) else {
        return Err(Failure::SignIn { back: back() });
    };
    let session = session_id(cookie.value());
    let mut connection = house.connection().await?;
    let Some((staff, alerts)) = sessions::holder(&mut connection, &session, house.now()).await? else {
        return Err(Failure::SignIn { back: back() });
    };
    let role = Role::parse(&staff.role).ok_or(Failure::Forbidden)?;
    let language = staff
        .language
        .as_deref()
        .and_then(Language::parse)
        .or_else(|| chosen_language(request))
        .unwrap_or(house.language());
    // What can't be read is as if it had never been set.
    let liked = |key: &str| staff.desk.as_ref().and_then(|desk| desk.get(key));
    let keys = liked("keys").and_then(|keys| Keys::deserialize(keys).ok()).unwrap_or_default();
    let compact = liked("density").is_some_and(|density| density == "compact");
    Ok(Person {
        id: staff.id,
        name: staff.name,
        email: staff.email,
        role,
        language,
        keys,
        compact,
        alerts,
        session,
    })
}

/// Where somebody who must sign in first goes on afterwards: to the page asked for, or to the one that had the form.
fn page_to_return_to(request: &HttpRequest) -> String {
    if request.method().is_safe() {
        return request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    }
    page_before(request).unwrap_or_else(|| "/".to_owned())
}

/// The page that a form was sent from, without its host.
#[must_use]
pub fn page_before(request: &HttpRequest) -> Option<String> {
    let before = request.headers().get(header::REFERER)?.to_str().ok()?;
    let url = Url::parse(before).ok()?;
    Some(url[Position::BeforePath..Position::AfterQuery].to_owned())
}

fn chosen_language(request: &HttpRequest) -> Option<Language> {
    request.cookie(LANGUAGE_COOKIE).as_ref().map(Cookie::value).and_then(Language::parse)
}

/// The language of a page drawn for nobody in particular.
#[must_use]
pub fn language_of(request: &HttpRequest) -> Language {
    chosen_language(request).unwrap_or_else(|| {
        request.app_data::<Data<House>>().map_or(Language::Russian, |house| house.language())
    })
}

macro_rules! visitors {
    ($($(#[$doc:meta])* $name:ident when $right:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub Person);

        impl std::ops::Deref for $name {
            type Target = Person;
            fn deref(&self) -> &Person {
                &self.0
            }
        }

        impl FromRequest for $name {
            type Error = Failure;
            type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let person = person(&request).await?;
                    let right: fn(Role) -> bool = $right;
                    if right(person.role) { Ok(Self(person)) } else { Err(Failure::Forbidden) }
                })
            }
        }
    )+};
}

visitors! {
    /// Anybody signed in.
    AnyStaff when |_| true;
    /// Complaint staff: handlers, leads, administrators.
    Handler when Role::may_work_complaints;
    /// Those who answer for the work of others: leads, administrators.
    Lead when Role::may_take_over;
    /// Readers of reports: executives, leads, administrators.
    Executive when Role::may_read_reports;
    /// Administrators.
    Admin when Role::may_administer;
}
