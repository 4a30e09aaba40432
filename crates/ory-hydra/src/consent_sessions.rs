//! Pages of consent sessions, whose `Link` header Hydra 2.3 computes from swapped arguments.
//!
//! That release calls `header(total, page number, page size)` with `(total, page size, offset)`. What comes out for
//! pages of n items:
//!
//! - on the first page every link says `page_size=1`, and `next`, if there is one, has the offset n + 1;
//! - on a later page every link says `page_size=` and this page's offset, and `next` is missing.
//!
//! Following it would end after the second page. The offset of the next page can be had all the same: it is this
//! page's offset and the number of items on it. Servers that page by keys send no total and are taken at their word.

use ory_core::__private::{Answer, decode};
use ory_core::http::header::{HeaderMap, LINK};
use ory_core::{Error, Page, PageToken};
use serde::de::DeserializeOwned;

use crate::random::base64url;

/// A page with the token that leads to the next one.
pub(crate) fn page<T: DeserializeOwned>(answer: &Answer) -> Result<Page<T>, Error> {
    let mut page: Page<T> = decode::link_page(answer)?;
    let (Some(total), Some(link)) = (page.total, Swapped::find(answer.headers())) else {
        return Ok(page);
    };
    let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
    let unclear = if link.filtered {
        // The total counts what the filter leaves out, so only a page that is not full is known to be the last.
        let full = page.next.take() == Some(token(count.saturating_add(1)));
        full || link.size > 1
    } else {
        let offset = if link.size == 1 { 0 } else { link.size };
        let next = offset.saturating_add(count);
        page.next = (count > 0 && next < total).then(|| token(next));
        // `page_size=1` is the first page, or the second of pages of one item.
        link.size == 1 && count == 1 && total > 1
    };
    if unclear {
        return Err(answer.unexpected("this release of Hydra does not tell where the next page begins; ask for larger pages (`page_size`)"));
    }
    Ok(page)
}

/// A `Link` header of Hydra 2.3.
struct Swapped {
    /// The page size in its links, which is none.
    size: u64,
    /// Whether the list was filtered by login session.
    filtered: bool,
}

impl Swapped {
    /// Finds it by the token that all of them have: offset zero, for the first page.
    fn find(headers: &HeaderMap) -> Option<Self> {
        let first = format!("page_token={}", token(0).as_str());
        headers.get_all(LINK).iter().find_map(|value| {
            let text = value.to_str().ok()?;
            let target = text
                .split(['<', '>'])
                .find(|part| part.contains(first.as_str()))?;
            let (_, query) = target.split_once('?')?;
            let parameter = |name: &str| {
                query
                    .split('&')
                    .filter_map(|pair| pair.split_once('='))
                    .find(|pair| pair.0 == name)
                    .map(|pair| pair.1)
            };
            Some(Swapped {
                size: parameter("page_size")?.parse().ok()?,
                filtered: parameter("login_session_id").is_some_and(|id| !id.is_empty()),
            })
        })
    }
}

/// The token of the page that begins after `offset` items.
fn token(offset: u64) -> PageToken {
    let json = format!(r#"{{"offset":"{offset}","v":2}}"#);
    PageToken::from(base64url(json.as_bytes()))
}

#[cfg(test)]
mod tests {
    use ory_core::http::{HeaderValue, Method, Response};
    use ory_core::operation::{Auth, Endpoint, Idempotency, OperationSpec, Paging};
    use ory_core::{Bytes, ErrorKind};

    use super::*;

    static SPEC: OperationSpec = OperationSpec::new(
        "listOAuth2ConsentSessions",
        "hydra",
        Method::GET,
        "/admin/oauth2/auth/sessions/consent",
        Endpoint::new(1, "admin", "admin_url"),
    )
    .auth(Auth::ApiKey)
    .idempotency(Idempotency::Safe)
    .paging(Paging::Link);

    fn answer(items: &[u64], link: Option<&str>, total: Option<u64>) -> Result<Page<u64>, Error> {
        let body = serde_json::to_vec(items).unwrap();
        let mut response = Response::new(Bytes::from(body));
        if let Some(link) = link {
            let link = HeaderValue::from_str(link).unwrap();
            response.headers_mut().insert(LINK, link);
        }
        if let Some(total) = total {
            response.headers_mut().insert("x-total-count", total.into());
        }
        page(&Answer::new(&SPEC, response))
    }

    fn offset(token: &PageToken) -> u64 {
        (0..1000)
            .find(|offset| super::token(*offset) == *token)
            .unwrap()
    }

    /// The links of Hydra 2.3 for the page at `offset` of pages of `size` items, written after its source.
    fn link(offset: u64, size: u64, total: u64, filter: &str) -> Option<String> {
        let (number, size) = (size, offset.max(1));
        let one = |rel: &str, size: u64, offset: u64| {
            let token = token(offset);
            let token = token.as_str();
            format!(
                "</admin/oauth2/auth/sessions/consent?{filter}page_size={size}&page_token={token}&subject=s>; rel=\"{rel}\""
            )
        };
        let at = number * size;
        let last = if total.is_multiple_of(size) {
            total.saturating_sub(size)
        } else {
            total / size * size
        };
        if total == 0 {
            return None;
        }
        Some(if at >= last && total <= size {
            one("first", total, 0)
        } else if at >= last {
            [one("first", size, 0), one("prev", size, last - size)].join(",")
        } else {
            let page = at / size;
            [
                one("first", size, 0),
                one("next", size, (page + 1) * size),
                one("prev", size, (page - 1) * size),
                one("last", size, last),
            ]
            .join(",")
        })
    }

    /// Follows the tokens as the pager does: the size stays, and the server rounds the offset down to a page.
    fn list(total: u64, size: u64) -> Result<Vec<u64>, Error> {
        let mut listed = Vec::new();
        let mut start = 0;
        for _ in 0..100 {
            let items: Vec<u64> = (start..total.min(start + size)).collect();
            let page = answer(&items, link(start, size, total, "").as_deref(), Some(total))?;
            listed.extend(&page.items);
            match page.next {
                Some(next) => start = offset(&next) / size * size,
                None => return Ok(listed),
            }
        }
        panic!("{total} items by {size} never end");
    }

    #[test]
    fn every_item_of_hydra_2_3_is_listed_once() {
        for total in 0..30 {
            for size in 2..35 {
                let all: Vec<u64> = (0..total).collect();
                assert_eq!(list(total, size).unwrap(), all, "{total} items by {size}");
            }
        }
    }

    #[test]
    fn the_links_of_the_test_are_those_of_the_server() {
        // Recorded from Hydra 2.3.0: six sessions, two at a time.
        let base = "</admin/oauth2/auth/sessions/consent?page_size=";
        let first = format!(
            "{base}1&page_token=eyJvZmZzZXQiOiIwIiwidiI6Mn0&subject=s>; rel=\"first\",\
             {base}1&page_token=eyJvZmZzZXQiOiIzIiwidiI6Mn0&subject=s>; rel=\"next\",\
             {base}1&page_token=eyJvZmZzZXQiOiIxIiwidiI6Mn0&subject=s>; rel=\"prev\",\
             {base}1&page_token=eyJvZmZzZXQiOiI1IiwidiI6Mn0&subject=s>; rel=\"last\""
        );
        let second = format!(
            "{base}2&page_token=eyJvZmZzZXQiOiIwIiwidiI6Mn0&subject=s>; rel=\"first\",\
             {base}2&page_token=eyJvZmZzZXQiOiIyIiwidiI6Mn0&subject=s>; rel=\"prev\""
        );
        let third = format!(
            "{base}4&page_token=eyJvZmZzZXQiOiIwIiwidiI6Mn0&subject=s>; rel=\"first\",\
             {base}4&page_token=eyJvZmZzZXQiOiIwIiwidiI6Mn0&subject=s>; rel=\"prev\""
        );
        assert_eq!(link(0, 2, 6, "").unwrap(), first);
        assert_eq!(link(2, 2, 6, "").unwrap(), second);
        assert_eq!(link(4, 2, 6, "").unwrap(), third);
    }

    #[test]
    fn pages_of_one_item_are_an_error_rather_than_a_list_with_holes() {
        assert_eq!(list(0, 1).unwrap(), [] as [u64; 0]);
        assert_eq!(list(1, 1).unwrap(), [0]);
        let error = list(2, 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("page_size"), "{error}");
    }

    #[test]
    fn a_filtered_list_ends_with_a_page_that_is_not_full() {
        let filter = "login_session_id=l&";
        // Ten of the subject, three of the login session, five on a page.
        let page = answer(&[1, 2, 3], link(0, 5, 10, filter).as_deref(), Some(10)).unwrap();
        assert_eq!((page.len(), page.next), (3, None));
        // One of two, on a page of the default size.
        let page = answer(&[1], link(0, 250, 2, filter).as_deref(), Some(2)).unwrap();
        assert_eq!((page.len(), page.next), (1, None));
        // A full page: there may be more, and nobody knows where.
        let full = answer(&[1, 2], link(0, 2, 10, filter).as_deref(), Some(10));
        assert_eq!(full.unwrap_err().kind(), ErrorKind::Decode);
    }

    #[test]
    fn servers_that_page_by_keys_are_taken_at_their_word() {
        let link =
            "</admin/oauth2/auth/sessions/consent?page_size=2&page_token=b3BhcXVl>; rel=\"next\"";
        let page = answer(&[1, 2], Some(link), None).unwrap();
        assert_eq!(page.next, Some(PageToken::from("b3BhcXVl")));
        let page = answer(&[1, 2], None, Some(2)).unwrap();
        assert_eq!(page.next, None);
        let page = answer(&[1, 2], Some(link), Some(7)).unwrap();
        assert_eq!(page.next, Some(PageToken::from("b3BhcXVl")));
    }
}
