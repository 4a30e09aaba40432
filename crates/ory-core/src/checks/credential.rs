//! Credentials in a request's headers: there is one, in the one form that it has, or none.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};

use crate::guard::{Denial, DenialReason};

/// The value of a header that a request has once at most. An empty one is none.
///
/// # Errors
///
/// 400 if it comes twice, is longer than `limit` or not visible ASCII.
pub fn one_header<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
    limit: usize,
) -> Result<Option<&'h str>, Denial> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() || value.len() > limit {
        return Err(Denial::new(DenialReason::InvalidRequest));
    }
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text)
            if text
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic()) =>
        {
            Ok(Some(text).filter(|text| !text.is_empty()))
        }
        _ => Err(Denial::new(DenialReason::InvalidRequest)),
    }
}

/// The token of `Authorization: Bearer` (RFC 6750, section 2.1); `None` for no header and for
/// another scheme.
///
/// # Errors
///
/// 400 as for [`one_header`], and for a token that is empty or has a space in it.
pub fn bearer(headers: &HeaderMap, limit: usize) -> Result<Option<&str>, Denial> {
    let Some(value) = one_header(headers, &AUTHORIZATION, limit)? else {
        return Ok(None);
    };
    let Some((scheme, token)) = value.split_once(' ') else {
        return if value.eq_ignore_ascii_case("bearer") {
            Err(Denial::new(DenialReason::InvalidRequest))
        } else {
            Ok(None)
        };
    };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    if visible(token) {
        Ok(Some(token))
    } else {
        Err(Denial::new(DenialReason::InvalidRequest))
    }
}

/// Whether a credential has at least one character, and only visible ones of ASCII.
#[must_use]
pub fn visible(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Random, header};

    #[test]
    fn a_bearer_token_comes_once_and_in_one_piece() {
        let of = |values: &[&'static str]| {
            let pairs: Vec<_> = values
                .iter()
                .map(|value| ("authorization", value.as_bytes()))
                .collect();
            let headers = header(&pairs);
            bearer(&headers, 20).map(|token| token.map(str::to_owned))
        };
        assert_eq!(of(&[]).unwrap(), None);
        assert_eq!(of(&[""]).unwrap(), None);
        assert_eq!(of(&["Basic dXNlcg=="]).unwrap(), None);
        assert_eq!(of(&["token"]).unwrap(), None);
        for good in ["Bearer abc", "bearer abc", "BEARER abc"] {
            assert_eq!(of(&[good]).unwrap().as_deref(), Some("abc"));
        }
        for bad in [
            &["Bearer a", "Bearer a"][..],
            &["Basic a", "Bearer a"],
            &["Bearer"],
            &["Bearer "],
            &["Bearer  a"],
            &["Bearer a b"],
            &["Bearer a\tb"],
            &["Bearer \u{fc}"],
            &["Bearer aaaaaaaaaaaaaaaaaaaaaaaaaaa"],
        ] {
            assert_eq!(of(bad).unwrap_err().status(), 400, "{bad:?}");
        }
    }

    #[test]
    fn property_20_no_header_bytes_panic() {
        let mut random = Random::new(20);
        for _ in 0..20_000 {
            let mut bytes = random.bytes(30);
            if random.below(2) == 0 {
                bytes.splice(0..0, *b"Bearer ");
            }
            if let Ok(value) = http::HeaderValue::from_bytes(&bytes) {
                let mut headers = HeaderMap::new();
                headers.insert(AUTHORIZATION, value);
                if let Ok(Some(token)) = bearer(&headers, 16) {
                    assert!(visible(token) && token.len() < 16);
                }
            }
        }
    }
}
