//! One request and its answer, within bounds: size, time, redirects, headers.
//!
//! A body is counted as it comes, after decompression, so that a bomb ends at the cap and not in memory. Redirects are not
//! followed here: each of their addresses has to pass the same checks as the first.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Response, header};
use url::Url;

use super::failure::{Failure, Kind};
use super::guard::{Forbidden, Guarded};
use super::records::Validators;
use super::secrets::Secrets;

/// Bytes of an answer's headers.
const LARGEST_HEAD: usize = 64 << 10;

/// What is sent.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) url: Url,
    /// What is posted; without it the request is a GET.
    pub(super) body: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) validators: Validators,
    /// Bytes of the body that are wanted: what follows is left, and no failure.
    pub(super) cut_at: Option<usize>,
    /// How often it was sent, with further tries and redirects; requests of one source count together.
    pub(super) sent: Arc<AtomicUsize>,
    /// The keys that are in it, which nothing may say.
    pub(super) secrets: Secrets,
}

impl Request {
    pub(super) fn get(url: Url) -> Self {
        Self {
            url,
            body: None,
            headers: Vec::new(),
            validators: Validators::default(),
            cut_at: None,
            sent: Arc::default(),
            secrets: Secrets::default(),
        }
    }
}

/// What came.
#[derive(Debug)]
pub(super) enum Answer {
    /// What is saved still holds.
    NotModified,
    /// Somewhere else; `same` where the request is to be sent there as it is.
    Moved { to: Url, same: bool },
    /// The body.
    Body(Body),
}

/// A body, as it came after decompression.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: Option<String>,
    pub(super) validators: Validators,
}

/// What requests have in common.
pub(super) struct Client {
    http: reqwest::Client,
    /// Bytes of a body.
    pub(super) largest: usize,
    /// Time for an answer, to its last byte.
    pub(super) timeout: Duration,
}

impl Client {
    /// A client that never follows redirects by itself and resolves names through the guard.
    pub(super) fn new(options: &super::Options) -> Result<Self, String> {
        // A second installation fails, and changes nothing.
        drop(rustls::crypto::ring::default_provider().install_default());
        let proxy_host = options.proxy.as_ref().and_then(Url::host_str).map(str::to_owned);
        let mut builder = reqwest::Client::builder()
            .user_agent(options.user_agent())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(options.timeout.min(Duration::from_secs(15)))
            .pool_max_idle_per_host(options.at_once.max(8))
            .tcp_nodelay(true)
            .http2_max_header_list_size(LARGEST_HEAD as u32)
            .dns_resolver(Guarded {
                lookup: Arc::clone(&options.lookup),
                allow_private: options.allow_private,
                proxy: proxy_host,
            });
        builder = match &options.proxy {
            Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy.clone()).map_err(|error| why(&error))?),
            // A proxy of the environment would resolve the names itself, past the guard.
            None => builder.no_proxy(),
        };
        let http = builder.build().map_err(|error| why(&error))?;
        Ok(Self { http, largest: options.largest, timeout: options.timeout })
    }

    /// Sends a request. `now` is what a date in the answer is counted from.
    pub(super) async fn send(&self, request: &Request, now: Timestamp) -> Result<Answer, Failure> {
        request.sent.fetch_add(1, Ordering::Relaxed);
        let answer = tokio::time::timeout(self.timeout, self.answer(request, now)).await.unwrap_or_else(|_| {
            let reason = format!("it was not complete after {} seconds", self.timeout.as_secs_f32());
            Err(Failure::temporary(Kind::Unreachable, reason))
        });
        answer.map_err(|failure| request.secrets.failure(failure))
    }

    async fn answer(&self, request: &Request, now: Timestamp) -> Result<Answer, Failure> {
        let response = self.made(request)?.send().await.map_err(|error| unanswered(&error))?;
        let headers = response.headers();
        let head: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if head > LARGEST_HEAD {
            return Err(Failure::new(Kind::Unsafe, format!("headers of more than {} KiB", LARGEST_HEAD >> 10)));
        }
        let status = response.status();
        if status.as_u16() == 304 {
            return Ok(Answer::NotModified);
        }
        if status.is_redirection() {
            return moved(&request.url, &response);
        }
        if !status.is_success() {
            return Err(Failure::of_status(status.as_u16(), retry_after(headers, now)));
        }
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let validators = Validators { etag: text(header::ETAG), last_modified: text(header::LAST_MODIFIED) };
        let content_type = text(header::CONTENT_TYPE);
        let bytes = read(response, self.largest, request.cut_at).await?;
        if bytes.trim_ascii().is_empty() {
            let reason =
                format!("status {} without content, which does not mean that there are no jobs", status.as_u16());
            return Err(Failure::new(Kind::Empty, reason));
        }
        Ok(Answer::Body(Body { bytes, content_type, validators }))
    }

    fn made(&self, request: &Request) -> Result<reqwest::RequestBuilder, Failure> {
        let method = if request.body.is_some() { Method::POST } else { Method::GET };
        let mut headers = HeaderMap::new();
        if request.body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let accept = "application/json, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5";
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        let validators = [
            (header::IF_NONE_MATCH.as_str(), &request.validators.etag),
            (header::IF_MODIFIED_SINCE.as_str(), &request.validators.last_modified),
        ];
        let validators = validators.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let own = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.chain(validators) {
            let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
            let (Ok(name), Ok(mut value)) = pair else {
                // The value may be a key.
                return Err(Failure::new(
                    Kind::Key,
                    format!("the value for the header {name} has characters that no header may have"),
                ));
            };
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let builder = self.http.request(method, request.url.clone()).headers(headers);
        Ok(match &request.body {
            Some(body) => builder.body(body.clone()),
            None => builder,
        })
    }
}

fn moved(from: &Url, response: &Response) -> Result<Answer, Failure> {
    let status = response.status().as_u16();
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).and_then(|to| from.join(to).ok());
    let Some(mut to) = to else {
        return Err(Failure::new(Kind::Unreadable, format!("a redirect that leads nowhere (status {status})")));
    };
    to.set_fragment(None);
    Ok(Answer::Moved { to, same: matches!(status, 307 | 308) })
}

/// The body, as far as the cap.
async fn read(mut response: Response, largest: usize, cut_at: Option<usize>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unanswered(&error))? {
        if let Some(wanted) = cut_at.filter(|wanted| bytes.len() + chunk.len() >= *wanted) {
            bytes.extend_from_slice(&chunk[..wanted - bytes.len()]);
            break;
        }
        if bytes.len() + chunk.len() > largest {
            let reason = format!(
                "it is larger than {}, which no page of postings should be (--largest changes that)",
                size(largest)
            );
            return Err(Failure::new(Kind::Unsafe, reason));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{} KiB", bytes >> 10) }
}

/// The failure behind an error of the library. Its text never has the address, which may hold a key.
fn unanswered(error: &reqwest::Error) -> Failure {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(forbidden) = inner.downcast_ref::<Forbidden>() {
            return Failure::new(Kind::Unsafe, forbidden.to_string());
        }
        cause = inner.source();
    }
    let why = why(error);
    let lower = why.to_ascii_lowercase();
    // A body that breaks off is an error of decoding too.
    let breaks_off = ["connection", "message length", "closed"].iter().any(|sign| lower.contains(sign));
    if error.is_decode() && !breaks_off {
        return Failure::new(Kind::Unreadable, format!("its compression is damaged: {why}"));
    }
    if lower.contains("certificate") {
        return Failure::new(Kind::Unsafe, format!("its certificate is not valid: {why}"));
    }
    if lower.contains("head is too large") || lower.contains("too large") {
        return Failure::new(Kind::Unsafe, "its headers are larger than any answer needs".to_owned());
    }
    Failure::temporary(Kind::Unreachable, why)
}

/// The innermost cause of an error, which says most.
fn why(error: &reqwest::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(inner) = last.source() {
        last = inner;
    }
    if error.source().is_none() {
        "the request could not be made".to_owned()
    } else {
        crate::text::one_line(&last.to_string())
    }
}

/// How long the site asks to be left alone: seconds, or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let now = "2026-10-21T07:28:00Z".parse().unwrap();
        let read = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(value));
            retry_after(&headers, now)
        };
        assert_eq!(read("120"), Some(Duration::from_mins(2)));
        assert_eq!(read("Wed, 21 Oct 2026 07:29:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(read("Wed, 21 Oct 2020 07:29:30 GMT"), Some(Duration::ZERO));
        assert_eq!(read("soon"), None);
    }
}
