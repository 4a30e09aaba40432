//! Reads what a permit says: `(ctx: Context): boolean => this.related.owners.includes(ctx.subject) || ..`.

use super::model::{Node, Operator, Permit};
use super::parser::Parser;
use super::quote::Quoted;
use super::token::{Kind, Token};
use super::types::Check;

/// How deep `(` and `!` may be nested. Keto's limit, and the bound of the recursion here.
const NESTING: usize = 10;

/// Where an expression is: what its nodes are added to, and the class that it belongs to.
struct Place<'p, 't> {
    permit: Permit,
    class: &'p Token<'t>,
}

impl<'t> Parser<'t> {
    /// A permit, from the colon behind its name on. `None` if it says nothing, or if it cannot be read.
    pub(super) fn permit(&mut self, class: &Token<'t>) -> Option<Permit> {
        let _ = self.expect(&[":", "(", "ctx"])
            && self.optional(&[":", "Context"])
            && self.expect(&[")"])
            && self.optional(&[":", "boolean"])
            && self.expect(&["=>"]);
        let mut place = Place {
            permit: Permit::default(),
            class,
        };
        place.permit.root = self.expressions(&mut place, Kind::Comma, NESTING)?;
        Some(place.permit)
    }

    fn too_deep(&mut self) {
        let token = self.peek().clone();
        let message = format!("expression nested too deeply; maximal nesting depth is {NESTING}");
        self.fail(&token, message);
    }

    /// Expressions with operators between them, up to and with `last`, or up to a `}`; gives the number of a set.
    ///
    /// All operators bind alike, from left to right.
    fn expressions(
        &mut self,
        place: &mut Place<'_, 't>,
        last: Kind,
        depth: usize,
    ) -> Option<usize> {
        if depth == 0 {
            self.too_deep();
            return None;
        }
        let mut root = None;
        // Keto wants an operator after `)` and after `!a`. After any other expression the next may follow at once.
        let mut wanted = true;
        while !self.fatal {
            let token = self.peek().clone();
            match token.kind {
                Kind::ParenLeft => {
                    self.next();
                    let group = self.expressions(place, Kind::ParenRight, depth - 1)?;
                    root = Some(place.put(root, group));
                    wanted = false;
                }
                kind if kind == last => {
                    self.next();
                    return root;
                }
                Kind::BraceRight => return root,
                Kind::And | Kind::Or => {
                    self.next();
                    let operator = match token.kind {
                        Kind::And => Operator::And,
                        _ => Operator::Or,
                    };
                    let operands = vec![root?];
                    root = Some(place.permit.add(Node::Set(operator, operands)));
                    wanted = true;
                }
                Kind::Not => {
                    self.next();
                    let child = self.not(place, depth - 1)?;
                    root = Some(place.put(root, child));
                    wanted = false;
                }
                _ if !wanted => {
                    self.fail(&token, "did not expect another expression".to_owned());
                    return None;
                }
                _ => {
                    let node = self.expression(place.class)?;
                    let child = place.permit.add(node);
                    root = Some(place.put(root, child));
                }
            }
        }
        None
    }

    /// What follows `!`.
    fn not(&mut self, place: &mut Place<'_, 't>, depth: usize) -> Option<usize> {
        if depth == 0 {
            self.too_deep();
            return None;
        }
        let child = if self.peek().kind == Kind::ParenLeft {
            self.next();
            match self.expressions(place, Kind::ParenRight, depth - 1) {
                Some(group) => group,
                // `!()`
                None => place.permit.add(Node::Set(Operator::Or, Vec::new())),
            }
        } else {
            let node = self.expression(place.class)?;
            place.permit.add(node)
        };
        Some(place.permit.add(Node::Not(child)))
    }

    /// `this.related.owners.includes(ctx.subject)`, `this.related.parents.traverse(..)` or `this.permits.view(ctx)`.
    fn expression(&mut self, class: &Token<'t>) -> Option<Node> {
        if !self.expect(&["this", "."]) {
            return None;
        }
        let verb = self.next();
        let name = self.property(|parser| parser.any())?;
        match &*verb.text {
            "related" => {
                if !self.expect(&["."]) {
                    return None;
                }
                let verb = self.next();
                match &*verb.text {
                    "traverse" => self.traverse(class, name),
                    "includes" => self.includes(class, name),
                    text => {
                        let message =
                            format!("expected 'traverse' or 'includes', got {}", Quoted(text));
                        self.fail(&verb, message);
                        None
                    }
                }
            }
            "permits" => {
                if !self.expect(&["(", "ctx", ")"]) {
                    return None;
                }
                Some(self.computed(class, name))
            }
            text => {
                let message = format!("expected 'related' or 'permits', got {}", Quoted(text));
                self.fail(&verb, message);
                None
            }
        }
    }

    /// `.name`, `["name"]`; `name` reads what stands there.
    fn property(&mut self, name: impl Fn(&mut Self) -> Option<Token<'t>>) -> Option<Token<'t>> {
        if self.fatal {
            return None;
        }
        if self.peek().kind == Kind::BracketLeft {
            self.next();
            let name = name(self)?;
            return self.expect(&["]"]).then_some(name);
        }
        match self.expect(&["."]) {
            true => name(self),
            false => None,
        }
    }

    fn computed(&mut self, class: &Token<'t>, name: Token<'t>) -> Node {
        let relation = name.text.clone().into_owned();
        self.check(Check::RelationOfClass(class.clone(), name));
        Node::Computed { relation }
    }

    fn includes(&mut self, class: &Token<'t>, name: Token<'t>) -> Option<Node> {
        self.expect(&["(", "ctx", ".", "subject", ")"])
            .then(|| self.computed(class, name))
    }

    fn traverse(&mut self, class: &Token<'t>, name: Token<'t>) -> Option<Node> {
        if !self.expect(&["("]) {
            return None;
        }
        let argument = if self.peek().kind == Kind::ParenLeft {
            self.next();
            let argument = self.next();
            if !self.expect(&[")"]) {
                return None;
            }
            argument
        } else {
            self.next()
        };
        // Keto looks at the verb even where it could not read that far.
        let verb = match self.expect(&["=>", &argument.text, "."]) {
            true => self.next(),
            false => Token::unread(),
        };
        let end: &[&str] = match &*verb.text {
            "related" => &[".", "includes", "(", "ctx", ".", "subject"],
            "permits" => &["(", "ctx", ")", ")"],
            _ => {
                let verb_described = verb.described();
                let described = Quoted(&verb_described);
                let message = format!("expected 'related' or 'permits', got {described}");
                self.fail(&verb, message);
                return None;
            }
        };
        let computed = self.property(Self::name)?;
        let closed = self.expect(end);
        if closed && verb.text == "related" {
            let _ = self.optional(&[","])
                && self.expect(&[")"])
                && self.optional(&[","])
                && self.expect(&[")"]);
        }
        let node = Node::Traverse {
            relation: name.text.clone().into_owned(),
            computed: computed.text.clone().into_owned(),
        };
        self.check(Check::RelationOfSubjects {
            class: class.clone(),
            relation: name.clone(),
            computed,
        });
        self.check(Check::RelationOfClass(class.clone(), name));
        Some(node)
    }
}

impl Place<'_, '_> {
    /// Adds `child` to the set `root`; without one, the child becomes it.
    fn put(&mut self, root: Option<usize>, child: usize) -> usize {
        let Some(root) = root else {
            return self.permit.as_set(child);
        };
        if let Node::Set(_, children) = &mut self.permit.nodes[root] {
            children.push(child);
        }
        root
    }
}
