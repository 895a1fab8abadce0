//! The yardstick of the web library: a route that says two words.

use actix_web::{App, HttpServer, web};

/// Names the port to the process that is to be the yardstick.
pub const PORT: &str = "LOAD_HELLO_PORT";

pub fn asked_for() -> Option<u16> {
    std::env::var(PORT).ok()?.parse().ok()
}

pub fn serve(port: u16) {
    actix_web::rt::System::new()
        .block_on(
            HttpServer::new(|| App::new().route("/", web::get().to(async || "Hello, world")))
                .bind(("127.0.0.1", port))
                .expect("a port")
                .run(),
        )
        .expect("it serves");
}
