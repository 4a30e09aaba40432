//! Whether the scopes of a token are enough.

/// How scopes are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ScopeMatch {
    /// As text: `orders.read` grants `orders.read`.
    #[default]
    Exact,
    /// As Hydra's strategy `wildcard` does: `orders.*` grants `orders.read` and `orders.read.all`,
    /// `*` grants all. A `*` stands for one part between dots, and at the end for all that follow.
    Wildcard,
}

impl ScopeMatch {
    /// Whether one of the granted scopes grants the required one.
    pub(super) fn grants<'a>(
        self,
        granted: impl IntoIterator<Item = &'a str>,
        required: &str,
    ) -> bool {
        granted.into_iter().any(|granted| match self {
            ScopeMatch::Exact => granted == required,
            ScopeMatch::Wildcard => wildcard(granted, required),
        })
    }
}

fn wildcard(granted: &str, required: &str) -> bool {
    let mut required = required.split('.');
    let mut granted = granted.split('.').peekable();
    while let Some(part) = granted.next() {
        let Some(wanted) = required.next() else {
            return false;
        };
        let matches = part == wanted || part == "*" && !wanted.is_empty();
        if !matches {
            return false;
        }
        if part == "*" && granted.peek().is_none() {
            return true;
        }
    }
    required.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_a_part_and_at_the_end_for_the_rest() {
        for (granted, required, by_wildcard, exactly) in [
            ("a", "a", true, true),
            ("a", "b", false, false),
            ("a.b", "a.b", true, true),
            ("a.b", "a", false, false),
            ("a", "a.b", false, false),
            ("*", "a", true, false),
            ("*", "a.b.c", true, false),
            ("a.*", "a.b", true, false),
            ("a.*", "a.b.c", true, false),
            ("a.*", "a", false, false),
            ("a.*", "a.", false, false),
            ("a.*.c", "a.b.c", true, false),
            ("a.*.c", "a.b.d", false, false),
            ("a.*.c", "a.b.c.d", false, false),
            ("a*", "ab", false, false),
            ("", "a", false, false),
            ("*", "", false, false),
            ("A", "a", false, false),
        ] {
            let grants = |by: ScopeMatch| by.grants([granted], required);
            assert_eq!(
                grants(ScopeMatch::Wildcard),
                by_wildcard,
                "{granted} {required}"
            );
            assert_eq!(grants(ScopeMatch::Exact), exactly, "{granted} {required}");
        }
    }
}
