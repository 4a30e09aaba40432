//! Doc comments: reflowing the documentation's Markdown, and sentences for what has none.

use std::fmt::Write as _;

use super::names;

/// The width of a generated line.
const WIDTH: usize = 100;

/// Writes `text` as doc comments at `indent` spaces.
pub(crate) fn doc(out: &mut String, indent: usize, text: &str) {
    let margin = " ".repeat(indent);
    for line in reflow(text, WIDTH - indent - 4) {
        let comment = format!("{margin}/// {line}");
        let _ = writeln!(out, "{}", comment.trim_end());
    }
}

/// Lines of Markdown, none of them longer than `width` where a space allows it. Code, tables and headings are kept.
fn reflow(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    let flush = |paragraph: &mut String, lines: &mut Vec<String>| {
        if !paragraph.is_empty() {
            wrap(paragraph, width, lines);
            paragraph.clear();
        }
    };
    for line in text.trim().lines() {
        let bare = line.trim();
        if bare.starts_with("```") {
            fenced = !fenced;
            flush(&mut paragraph, &mut lines);
            lines.push(line.trim_end().to_owned());
        } else if fenced || bare.starts_with(['|', '#']) {
            flush(&mut paragraph, &mut lines);
            lines.push(line.trim_end().to_owned());
        } else if bare.is_empty() {
            flush(&mut paragraph, &mut lines);
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else if is_item(bare) {
            flush(&mut paragraph, &mut lines);
            let depth = line.len() - line.trim_start().len();
            paragraph = format!("{}{bare}", " ".repeat(depth));
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(bare);
        }
    }
    flush(&mut paragraph, &mut lines);
    lines
}

fn is_item(line: &str) -> bool {
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    line.starts_with("- ")
        || line.starts_with("* ")
        || (digits > 0 && line[digits..].starts_with(". "))
}

fn wrap(paragraph: &str, width: usize, lines: &mut Vec<String>) {
    let depth = paragraph.len() - paragraph.trim_start().len();
    let hanging = depth
        + if is_item(paragraph.trim_start()) {
            2
        } else {
            0
        };
    let mut line = " ".repeat(depth);
    let mut first = true;
    for word in paragraph.split_whitespace() {
        // A line must not begin with what Markdown takes for an item or a heading.
        let glued = is_item(&format!("{word} "))
            || word.starts_with(['#', '>', '+', '='])
            || word == "-"
            || word == "--";
        if !first && !glued && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(hanging)));
            first = true;
        }
        if !first {
            line.push(' ');
        }
        line.push_str(word);
        first = false;
    }
    lines.push(line);
}

/// Summary, body and link as one text.
pub(crate) fn join(summary: &str, body: &str, link: &str) -> String {
    let mut text = summary.trim().to_owned();
    if !body.trim().is_empty() {
        let _ = write!(text, "\n\n{}", body.trim());
    }
    if !link.trim().is_empty() {
        let link = link.trim();
        let link = if link.starts_with('<') || link.contains(['[', ' ']) {
            link.to_owned()
        } else {
            format!("<{link}>")
        };
        let _ = write!(text, "\n\nSee {link}.");
    }
    text
}

/// What is known of a field or parameter that has no documentation of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// True or false.
    Flag,
    /// Several values.
    Many,
    /// A point in time.
    Time,
    /// Anything else.
    One,
}

/// A sentence made from a wire name.
pub(crate) fn sentence(wire: &str, shape: Shape) -> String {
    let words = names::words(wire);
    let spoken = words.iter().map(|word| spoken(word)).collect::<Vec<_>>();
    let all = spoken.join(" ");
    let last = words.last().map(String::as_str).unwrap_or_default();
    let before = spoken[..spoken.len().saturating_sub(1)].join(" ");
    match (shape, last) {
        (Shape::Flag, _)
            if words
                .first()
                .is_some_and(|first| first == "is" || first == "has") =>
        {
            format!("Whether it {all}.")
        }
        (Shape::Flag, "enabled" | "disabled" | "required" | "supported" | "allowed")
            if !before.is_empty() =>
        {
            format!("Whether {before} is {last}.")
        }
        (Shape::Flag, _) => format!("Whether `{wire}` is set."),
        (_, "at") if before == "expires" => "When it expires.".to_owned(),
        (_, "at") if before == "state changed" => "When the state changed.".to_owned(),
        (_, "at") if before.ends_with('d') => format!("When it was {before}."),
        (Shape::Time, _) => format!("The time of `{wire}`."),
        (Shape::Many, _) => format!("The {all}."),
        (Shape::One, "id") if !before.is_empty() => format!("The id of the {before}."),
        (Shape::One, "uri" | "url") if !before.is_empty() => format!("The URL of the {before}."),
        (Shape::One, "name") if !before.is_empty() => format!("The name of the {before}."),
        (Shape::One, "count") if !before.is_empty() => format!("The number of {before}."),
        (Shape::One, _) => format!("The {all}."),
    }
}

fn spoken(word: &str) -> String {
    match word {
        "id" => "id".to_owned(),
        "ids" => "ids".to_owned(),
        "url" | "uri" => "URL".to_owned(),
        "urls" | "uris" => "URLs".to_owned(),
        "oauth2" => "OAuth2".to_owned(),
        "webauthn" => "WebAuthn".to_owned(),
        "oidc" => "OpenID Connect".to_owned(),
        "ui" => "UI".to_owned(),
        "api" => "API".to_owned(),
        "jwt" | "jwk" | "jwks" | "json" | "csrf" | "totp" | "saml" | "ip" | "aal" | "dns"
        | "ttl" | "acr" | "amr" => word.to_uppercase(),
        _ => word.to_owned(),
    }
}

/// The first letter in lower case, unless it begins a word in capitals.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(|second| second.is_uppercase()) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The text as a Rust string literal.
pub(crate) fn literal(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_reflowed_and_items_and_code_are_kept() {
        let text = "One two\nthree four five.\n\n- an item that is\n  continued\n- another\n\n```text\nkept   as is\n```";
        assert_eq!(
            reflow(text, 15),
            [
                "One two three",
                "four five.",
                "",
                "- an item that",
                "  is continued",
                "- another",
                "",
                "```text",
                "kept   as is",
                "```",
            ]
        );
    }

    #[test]
    fn names_become_sentences() {
        for (wire, shape, expected) in [
            ("created_at", Shape::Time, "When it was created."),
            ("expires_at", Shape::Time, "When it expires."),
            ("client_id", Shape::One, "The id of the client."),
            ("redirect_uris", Shape::Many, "The redirect URLs."),
            ("skip", Shape::Flag, "Whether `skip` is set."),
            (
                "claims_parameter_supported",
                Shape::Flag,
                "Whether claims parameter is supported.",
            ),
        ] {
            assert_eq!(sentence(wire, shape), expected);
        }
    }
}
