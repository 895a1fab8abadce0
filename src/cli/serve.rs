//! `serve`: web server and worker; several may run on one database.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use tokio_util::sync::CancellationToken;

use super::{Database, Ending, Fault};
use crate::{
    config::Config,
    domain::token::Keys,
    jobs,
    web::{house::Shared, server},
};

#[derive(clap::Args)]
pub struct Args {
    /// Address and port to listen on (default: OTKLIK_LISTEN)
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Serve pages only; another process works
    #[arg(long)]
    no_worker: bool,
}

pub async fn run(args: Args, mut config: Config) -> Result<Ending, Fault> {
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    let database = Database::open(&config).await?;
    serve(config, &database, !args.no_worker, false).await
}

/// Serves until SIGINT or SIGTERM; then what is being answered is answered, and the worker ends its step.
///
/// # Errors
/// When the address is taken, or a setting of the mail is wrong.
pub async fn serve(
    config: Config,
    database: &Database,
    with_worker: bool,
    demo: bool,
) -> Result<Ending, Fault> {
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    let listen = config.listen;
    let listener = TcpListener::bind(listen).map_err(|problem| {
        format!("cannot listen on {listen}: {problem}; choose another with OTKLIK_LISTEN or --listen")
    })?;
    let keys = Keys::new(config.secret_bytes(), None);
    let shared = Arc::new(Shared::new(config, keys, metrics, demo));
    let server = server::serve(listener, Arc::clone(&shared), database.url()).await?;
    let handle = server.handle();
    let stop = CancellationToken::new();
    let worker = if with_worker {
        let worker = jobs::Worker::new(&shared.config, database.url())?;
        Some(tokio::spawn(worker.run(stop.clone())))
    } else {
        None
    };
    tracing::info!(%listen, "listening");
    let ended = tokio::spawn(server);
    wait_for_signal().await?;
    tracing::info!("stopping");
    stop.cancel();
    shared.live.close();
    handle.stop(true).await;
    ended.await??;
    if let Some(worker) = worker {
        worker.await?;
    }
    Ok(Ending::Done)
}

/// Waits for SIGINT (Ctrl-C) or SIGTERM.
///
/// # Errors
/// When the system gives no signal handler.
pub async fn wait_for_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
