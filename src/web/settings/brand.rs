//! The brand: `/settings/brand`. Name, colour, logo and sender, with a look at a form and a letter before they are kept.

mod page;
mod preview;
mod typed;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use serde::Deserialize;

use self::typed::{Problem, Typed};
use crate::{
    actions::put_brand,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::{GuardedParts, LargestBody},
        house::House,
        links, ui,
        visitor::Admin,
    },
};

/// Pictures somewhat over the limit are refused with words; only far larger ones end the request.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(
            web::resource(links::BRAND)
                .app_data(LargestBody(LARGEST_BODY))
                .route(web::get().to(show))
                .route(web::post().to(put)),
        )
        .configure(preview::routes);
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    done: bool,
}

async fn show(visitor: Admin, house: Data<House>, query: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let stored = put_brand::brand(&mut connection).await?;
    let brand = stored.unwrap_or_else(|| house.brand().as_ref().clone());
    Ok(draw(&visitor, &house, &Typed::again(&brand), &[], query.done, StatusCode::OK))
}

async fn put(visitor: Admin, house: Data<House>, parts: GuardedParts) -> Result<HttpResponse, Failure> {
    let mut typed = Typed::read(&parts.0);
    let brand = match typed.brand(parts.0.bytes("logo").unwrap_or_default(), parts.0.cut("logo").is_some()) {
        Ok(brand) => brand,
        Err(problems) => {
            return Ok(draw(&visitor, &house, &typed, &problems, false, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    if parts.0.words("do") == "look" {
        return Ok(draw(&visitor, &house, &typed, &[], false, StatusCode::OK));
    }
    let mut connection = house.connection().await?;
    put_brand::put_brand(&mut connection, &brand, visitor.id, house.now()).await.map_err(Failure::fault)?;
    // This process need not wait until it reads the settings again.
    house.shared.show_brand(Some(brand));
    Ok(see_other(&format!("{}?done=true", links::BRAND)))
}

fn draw(
    visitor: &Admin,
    house: &House,
    typed: &Typed,
    problems: &[Problem],
    done: bool,
    status: StatusCode,
) -> HttpResponse {
    let frame = ui::Frame::new(house, visitor, links::BRAND);
    let page = page::Page { frame: &frame, typed, problems, done, mail_from: &house.config().mail_from };
    ui::respond(status, maud::Render::render(&page))
}
