//! A visitor: a browser without a screen, with cookies, that does not follow redirects by itself.

use reqwest::{Client, Method, header, redirect::Policy};
use scraper::{Html, Selector};

pub struct Visitor {
    base: String,
    client: Client,
}

/// What a visitor was answered.
pub struct Page {
    pub status: u16,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Visitor {
    pub fn new(base: &str) -> Self {
        // The server hangs up on the silent after five seconds: a request must not be on its way just then.
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .pool_idle_timeout(std::time::Duration::from_secs(1))
            .build()
            .expect("a client");
        Self { base: base.to_owned(), client }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(Method::POST, path, Some(fields), &[]).await
    }

    /// Sends any request; `fields` become an urlencoded body.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        fields: Option<&[(&str, &str)]>,
        headers: &[(&str, &str)],
    ) -> Page {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(fields) = fields {
            request = request.form(fields);
        }
        let response = request.send().await.expect("an answer");
        Page {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.expect("text"),
        }
    }

    /// Begins an answer that does not end by itself.
    pub async fn stream(&self, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
        let mut request =
            self.client.get(format!("{}{path}", self.base)).header("accept", "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.expect("an answer")
    }

    /// Presses the button of a form on a page: its hidden fields, and what the visitor typed.
    pub async fn submit(&self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let mut fields = page.hidden_fields(action);
        fields.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        all.extend_from_slice(typed);
        self.post(action, &all).await
    }

    /// Presses the button of a form that takes a file, as a browser posts it.
    pub async fn submit_file(
        &self,
        page: &Page,
        action: &str,
        typed: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Page {
        self.submit_files(page, action, typed, &[(file.0, "файл.png", file.1)]).await
    }

    /// The same with any files: the field, the name and the bytes of each.
    pub async fn submit_files(
        &self,
        page: &Page,
        action: &str,
        typed: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        const BOUNDARY: &str = "----otklik-test-4711";
        let mut fields = page.hidden_fields(action);
        fields.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        for (name, file_name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: image/png\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = self
            .client
            .post(format!("{}{action}", self.base))
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(body);
        let response = request.send().await.expect("an answer");
        Page {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.expect("text"),
        }
    }
}

impl Page {
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The text of every element that a selector finds, in one line each.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html()
            .select(&Selector::parse(selector).expect("a selector"))
            .map(|element| {
                element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    pub fn has(&self, selector: &str) -> bool {
        self.html().select(&Selector::parse(selector).expect("a selector")).next().is_some()
    }

    /// An attribute of every element that a selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.html()
            .select(&Selector::parse(selector).expect("a selector"))
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The hidden fields of the form with this action.
    pub fn hidden_fields(&self, action: &str) -> Vec<(String, String)> {
        let selector = format!("form[action=\"{action}\"] input[type=hidden]");
        let fields: Vec<_> = self
            .html()
            .select(&Selector::parse(&selector).expect("a selector"))
            .map(|input| {
                (input.attr("name").unwrap_or("").to_owned(), input.attr("value").unwrap_or("").to_owned())
            })
            .collect();
        assert!(
            self.has(&format!("form[action=\"{action}\"]")),
            "no form with action {action}: {}",
            self.body
        );
        fields
    }
}
