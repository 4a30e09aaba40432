//! Reads the permission language: classes and their relations. What permits say is read in `expression`.

use super::error::{Lines, ParseError};
use super::model::{Model, Namespace, Relation, RelationType};
use super::quote::Quoted;
use super::token::{Kind, Token, Tokens};
use super::types::{Check, Names};

/// Reads a text; `Err` has at least one error.
pub(super) fn parse(text: &str) -> Result<Model, Vec<ParseError>> {
    let mut parser = Parser {
        tokens: Tokens::of(text),
        ahead: None,
        fatal: false,
        lines: Lines::of(text),
        errors: Vec::new(),
        checks: Vec::new(),
    };
    let model = parser.classes();
    if parser.errors.is_empty() {
        let names = Names::of(&model);
        for check in std::mem::take(&mut parser.checks) {
            for (token, message) in check.run(&names) {
                parser.error(token, message);
            }
        }
    }
    match parser.errors.is_empty() {
        true => Ok(model),
        false => Err(parser.errors),
    }
}

pub(super) struct Parser<'t> {
    tokens: Tokens<'t>,
    ahead: Option<Token<'t>>,
    /// Whether an error was found that nothing is read after. Keto's parser still takes a step here and there.
    pub(super) fatal: bool,
    lines: Lines,
    errors: Vec<ParseError>,
    checks: Vec<Check<'t>>,
}

impl<'t> Parser<'t> {
    pub(super) fn next(&mut self) -> Token<'t> {
        self.ahead.take().unwrap_or_else(|| self.tokens.next())
    }

    pub(super) fn peek(&mut self) -> &Token<'t> {
        let tokens = &mut self.tokens;
        self.ahead.get_or_insert_with(|| tokens.next())
    }

    fn error(&mut self, at: &Token<'_>, message: String) {
        self.errors.push(ParseError {
            message,
            start: self.lines.position(at.start),
            end: self.lines.position(at.end),
        });
    }

    pub(super) fn fail(&mut self, at: &Token<'_>, message: String) {
        self.error(at, message);
        self.fatal = true;
    }

    /// Looks at it once the whole text was read.
    pub(super) fn check(&mut self, check: Check<'t>) {
        self.checks.push(check);
    }

    /// Reads these tokens; strings that hold the same text are as good.
    pub(super) fn expect(&mut self, texts: &[&str]) -> bool {
        !self.fatal && texts.iter().all(|text| self.expect_one(text))
    }

    fn expect_one(&mut self, text: &str) -> bool {
        let token = self.next();
        let found = token.text == text;
        if !found {
            let message = format!("expected {}, got {}", Quoted(text), Quoted(&token.text));
            self.fail(&token, message);
        }
        found
    }

    /// Reads the first of these tokens if it is there, and then has to find the others.
    pub(super) fn optional(&mut self, texts: &[&str]) -> bool {
        match texts {
            [first, others @ ..] if self.peek().text == *first => {
                self.next();
                others.iter().all(|text| self.expect_one(text))
            }
            _ => true,
        }
    }

    /// Reads a name, which may stand in quotes.
    pub(super) fn name(&mut self) -> Option<Token<'t>> {
        if self.fatal {
            return None;
        }
        let token = self.next();
        if token.is_name() {
            return Some(token);
        }
        let message = format!("expected identifier, got {}", token.kind.name());
        self.fail(&token, message);
        None
    }

    /// Reads whatever comes, unless nothing is read any more.
    pub(super) fn any(&mut self) -> Option<Token<'t>> {
        (!self.fatal).then(|| self.next())
    }

    fn unexpected(&mut self, token: &Token<'_>) {
        let (kind, text) = (token.kind.name(), Quoted(&token.text));
        let message = format!("expected identifier or '}}', got {kind} {text}");
        self.fail(token, message);
    }

    fn classes(&mut self) -> Model {
        let mut model = Model::default();
        while !self.fatal {
            let token = self.next();
            match token.kind {
                Kind::End => break,
                Kind::Error => self.fail(&token, format!("fatal: {}", token.text)),
                Kind::Class => model.namespaces.extend(self.class()),
                // Imports, and whatever else stands between classes.
                _ => {}
            }
        }
        model
    }

    /// A class; `class` itself was read.
    fn class(&mut self) -> Option<Namespace> {
        let name = self.name()?;
        self.expect(&["implements", "Namespace", "{"]);
        let mut namespace = Namespace {
            name: name.text.clone().into_owned(),
            relations: Vec::new(),
        };
        while !self.fatal {
            let token = self.next();
            match (token.kind, &*token.text) {
                (Kind::BraceRight, _) => return Some(namespace),
                (_, "related") => self.related(&mut namespace),
                (_, "permits") => self.permits(&name, &mut namespace),
                (Kind::Semicolon, _) => {}
                (_, text) => {
                    let message = format!("expected 'permits' or 'related', got {}", Quoted(text));
                    self.fail(&token, message);
                }
            }
        }
        None
    }

    fn related(&mut self, namespace: &mut Namespace) {
        self.expect(&[":", "{"]);
        while !self.fatal {
            let token = self.next();
            match token.kind {
                Kind::Semicolon => {}
                Kind::BraceRight => return,
                _ if token.is_name() => {
                    self.expect(&[":"]);
                    let types = self.relation_types();
                    namespace.relations.push(Relation {
                        name: token.text.into_owned(),
                        types,
                        permit: None,
                    });
                }
                _ => self.unexpected(&token),
            }
        }
    }

    /// `User[]`, `(User | SubjectSet<Group, "members">)[]` or `Array<..>`.
    fn relation_types(&mut self) -> Vec<RelationType> {
        let token = self.next();
        let types = match (token.kind, &*token.text) {
            (_, "Array") => {
                self.expect(&["<"]);
                return self.type_union(Kind::AngleRight);
            }
            (_, "SubjectSet") => vec![self.subject_set()],
            (Kind::ParenLeft, _) => self.type_union(Kind::ParenRight),
            _ => vec![self.objects_of(token)],
        };
        if self.expect(&["[", "]"]) {
            self.optional(&[","]);
        }
        types
    }

    fn type_union(&mut self, last: Kind) -> Vec<RelationType> {
        let mut types = Vec::new();
        while let Some(token) = self.any() {
            types.push(match &*token.text {
                "SubjectSet" => self.subject_set(),
                _ => self.objects_of(token),
            });
            let token = self.next();
            if token.kind == last {
                return types;
            }
            if token.kind != Kind::Union {
                let message = format!("expected '|', got {}", Quoted(&token.text));
                self.fail(&token, message);
            }
        }
        types
    }

    fn objects_of(&mut self, namespace: Token<'t>) -> RelationType {
        let text = namespace.text.clone().into_owned();
        self.check(Check::Namespace(namespace));
        RelationType {
            namespace: text,
            relation: String::new(),
        }
    }

    /// A subject set; `SubjectSet` itself was read.
    fn subject_set(&mut self) -> RelationType {
        let mut namespace = Token::unread();
        let mut relation = Token::unread();
        if self.expect(&["<"]) {
            namespace = self.next();
            if self.expect(&[","]) {
                relation = self.next();
                self.expect(&[">"]);
            }
        }
        let set = RelationType {
            namespace: namespace.text.clone().into_owned(),
            relation: relation.text.clone().into_owned(),
        };
        self.check(Check::RelationOf(namespace, relation));
        set
    }

    fn permits(&mut self, class: &Token<'t>, namespace: &mut Namespace) {
        self.expect(&["=", "{"]);
        while !self.fatal {
            let token = self.next();
            match token.kind {
                Kind::BraceRight => return,
                _ if token.is_name() => {
                    let Some(permit) = self.permit(class) else {
                        return;
                    };
                    namespace.relations.push(Relation {
                        name: token.text.into_owned(),
                        types: Vec::new(),
                        permit: Some(permit),
                    });
                }
                _ => self.unexpected(&token),
            }
        }
    }
}
