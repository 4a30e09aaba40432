//! Writes a server's configuration: the recipe's files with its database and ports filled in, and a key set where one is
//! needed.

use std::fs;
use std::path::Path;

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;

use super::ports::Ports;
use super::recipe::Recipe;

/// Writes everything that `recipe` reads when it starts into `folder`.
pub(crate) fn write(
    recipe: &Recipe,
    database: &str,
    ports: &Ports,
    folder: &Path,
) -> Result<(), String> {
    fs::create_dir_all(folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    let put = |file: &str, text: &str| {
        let path = folder.join(file);
        fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    for file in recipe.files {
        let text = fill(&recipe.read(file)?, database, ports)
            .map_err(|error| format!("{}: {error}", recipe.folder().join(file).display()))?;
        put(file, &text)?;
    }
    if let Some(file) = recipe.key_set {
        put(file, &key_set()?)?;
    }
    Ok(())
}

/// Replaces `{{database}}` by the database, and any other `{{name}}` by the port of that name.
fn fill(template: &str, database: &str, ports: &Ports) -> Result<String, String> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        text.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        let end = after.find("}}").ok_or("a placeholder is not closed")?;
        let name = &after[..end];
        match ports.number(name) {
            Some(number) => text.push_str(&number.to_string()),
            None if name == "database" => text.push_str(database),
            None => return Err(format!("unknown placeholder {name:?}")),
        }
        rest = &after[end + 2..];
    }
    text.push_str(rest);
    Ok(text)
}

/// A fresh ES256 key set with its private key (RFC 7517), for signing session tokens.
fn key_set() -> Result<String, String> {
    let trouble = "cannot generate a key for signing session tokens";
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
        .map_err(|_| trouble.to_owned())?;
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
            .map_err(|_| trouble.to_owned())?;
    let private = private_key(document.as_ref()).ok_or(trouble)?;
    // An uncompressed point: 4, then x, then y (SEC 1, 2.3.3).
    let [4, point @ ..] = pair.public_key().as_ref() else {
        return Err(trouble.to_owned());
    };
    let (x, y) = point.split_at(point.len() / 2);
    let set = json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "conformance",
        "x": base64url(x), "y": base64url(y), "d": base64url(private),
    }]});
    Ok(set.to_string())
}

/// The private scalar inside a PKCS #8 document: the first octet string of 32 bytes (RFC 5915: version 1, then the key).
fn private_key(document: &[u8]) -> Option<&[u8]> {
    const MARK: [u8; 5] = [0x02, 0x01, 0x01, 0x04, 0x20];
    let start = document
        .windows(MARK.len())
        .position(|window| window == MARK)?
        + MARK.len();
    document.get(start..start + 32)
}

/// Base64 with the alphabet for URLs and without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0u32, |group, index| {
            group << 8 | u32::from(chunk.get(index).copied().unwrap_or(0))
        });
        for index in 0..=chunk.len() {
            let six = group >> (18 - 6 * index) & 63;
            text.push(char::from(ALPHABET[six as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::ports::Ports;
    use super::super::recipe::ONE_OF_EACH;
    use super::{base64url, fill, key_set};

    /// The vectors of RFC 4648, section 10, without padding.
    #[test]
    fn base64url_follows_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn a_key_set_has_three_numbers_of_32_bytes() {
        let set: serde_json::Value = serde_json::from_str(&key_set().unwrap()).unwrap();
        for field in ["x", "y", "d"] {
            assert_eq!(set["keys"][0][field].as_str().unwrap().len(), 43, "{field}");
        }
        assert_ne!(key_set().unwrap(), key_set().unwrap());
    }

    #[test]
    fn placeholders_are_filled_in() {
        let ports = Ports::take(&ONE_OF_EACH, false).unwrap();
        let number = ports.number("keto_read_port").unwrap();
        assert_eq!(
            fill("a {{keto_read_port}} b {{database}}", "memory", &ports).unwrap(),
            format!("a {number} b memory")
        );
        let unknown = fill("{{nothing}}", "memory", &ports).unwrap_err();
        assert!(unknown.contains("nothing"));
        assert!(fill("{{keto_read_port", "memory", &ports).is_err());
    }
}
