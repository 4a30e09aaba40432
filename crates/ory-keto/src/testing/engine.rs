//! Whether a relationship follows from what is stored and from the model.
//!
//! A check is made of steps, each of which is decided at once or by further steps. They are kept in frames on a heap
//! and not on the stack: neither cycles in rules nor long chains of groups can overflow it.

use std::collections::HashSet;

use super::settings::{Release, Settings};
use super::store::Store;
use super::verdict::{Failure, Limit, Verdict};
use crate::opl::model::{Model, Node, Operator, Permit, Relation};
use crate::{RelationTuple, Subject};

/// How many steps may be inside one another. Rules that permit each other in a circle end by it. Keto 0.14 has no such
/// limit: it does not come back.
const NESTED_STEPS: usize = 1_000;

/// What a check looks at.
pub(super) struct Engine<'s> {
    pub(super) model: &'s Model,
    pub(super) store: &'s Store,
    pub(super) settings: &'s Settings,
    /// Whom the check is about.
    pub(super) subject: &'s Subject,
}

/// The relation that a step is about.
#[derive(Clone, Copy, Debug)]
struct Ask<'s> {
    namespace: &'s str,
    object: &'s str,
    relation: &'s str,
    /// How much further the check may go.
    depth: i64,
}

impl<'s> Ask<'s> {
    fn deeper(self) -> Self {
        Self {
            depth: self.depth - 1,
            ..self
        }
    }

    fn of(self, relation: &'s str) -> Self {
        Self { relation, ..self }
    }
}

#[derive(Clone, Debug)]
enum Step<'s> {
    /// By all ways.
    Allowed { direct: bool },
    /// By all ways but a stored relationship, unless this was looked at before.
    AllowedOnce,
    /// By a stored relationship.
    Direct,
    /// By a stored relationship of one of these relations.
    DirectAny(Vec<&'s str>),
    /// By the subject sets that are stored of the relation; those of these types, if there are any.
    SubjectSets(Vec<SetType<'s>>),
    /// By a part of a rule.
    Rule(&'s Permit, usize),
}

/// A subject set that a relation may hold.
#[derive(Clone, Copy, Debug)]
struct SetType<'s> {
    namespace: &'s str,
    relation: &'s str,
    /// Whether the check's subject may be a stored member of it.
    direct: bool,
}

type Planned<'s> = (Step<'s>, Ask<'s>);

/// What a step comes down to.
enum Plan<'s> {
    Known(Verdict),
    Same(Planned<'s>),
    Opposite(Planned<'s>),
    Any(Vec<Planned<'s>>),
    /// Subject sets: from here on, none is looked at twice.
    AnyOnce(Vec<Planned<'s>>, Option<Limit>),
    All(Vec<Planned<'s>>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Any,
    All,
    Opposite,
}

struct Frame<'s> {
    mode: Mode,
    steps: std::vec::IntoIter<Planned<'s>>,
    limit: Option<Limit>,
    steps_left: usize,
    /// Which of the sets of subject sets that were looked at holds here.
    visited: Option<usize>,
}

/// A step to be taken.
struct Task<'s> {
    step: Step<'s>,
    ask: Ask<'s>,
    steps_left: usize,
    visited: Option<usize>,
}

/// Where a check is.
struct Walk<'s> {
    /// Outermost first.
    frames: Vec<Frame<'s>>,
    /// The subject sets that were looked at, by namespace, object and relation.
    visited: Vec<HashSet<(&'s str, &'s str, &'s str)>>,
}

impl<'s> Engine<'s> {
    /// Checks a relationship to this depth.
    pub(super) fn check(&self, tuple: &'s RelationTuple, depth: i64) -> Verdict {
        let ask = Ask {
            namespace: &tuple.namespace,
            object: &tuple.object,
            relation: &tuple.relation,
            depth: self.settings.depth(depth),
        };
        let mut walk = Walk {
            frames: Vec::new(),
            visited: Vec::new(),
        };
        let mut task = Task {
            step: Step::Allowed { direct: true },
            ask,
            steps_left: NESTED_STEPS,
            visited: None,
        };
        loop {
            let plan = match task.steps_left.checked_sub(1) {
                Some(fewer) => {
                    task.steps_left = fewer;
                    self.plan(task.step, task.ask)
                }
                None => Plan::Known(Verdict::Failed(Failure::TooManySteps)),
            };
            let (mode, steps, limit) = match plan {
                Plan::Same((step, ask)) => {
                    task = Task { step, ask, ..task };
                    continue;
                }
                Plan::Known(verdict) => {
                    task = match self.settle(&mut walk, Some(verdict)) {
                        Ok(next) => next,
                        Err(verdict) => return verdict,
                    };
                    continue;
                }
                Plan::Opposite(planned) => (Mode::Opposite, vec![planned], None),
                Plan::All(steps) => (Mode::All, steps, None),
                Plan::Any(steps) => (Mode::Any, steps, None),
                Plan::AnyOnce(steps, limit) => {
                    if task.visited.is_none() {
                        walk.visited.push(HashSet::new());
                        task.visited = Some(walk.visited.len() - 1);
                    }
                    (Mode::Any, steps, limit)
                }
            };
            walk.frames.push(Frame {
                mode,
                steps: steps.into_iter(),
                limit,
                steps_left: task.steps_left,
                visited: task.visited,
            });
            task = match self.settle(&mut walk, None) {
                Ok(next) => next,
                Err(verdict) => return verdict,
            };
        }
    }

    /// Gives a verdict to the innermost frame and goes outwards while that decides it; gives the next task, or the
    /// verdict of the whole.
    fn settle(
        &self,
        walk: &mut Walk<'s>,
        mut verdict: Option<Verdict>,
    ) -> Result<Task<'s>, Verdict> {
        loop {
            let Some(frame) = walk.frames.last_mut() else {
                return Err(verdict.unwrap_or(Verdict::NotMember));
            };
            let decided = verdict
                .take()
                .and_then(|verdict| self.weigh(frame, verdict));
            if decided.is_none() {
                let visited = frame.visited;
                for (step, ask) in frame.steps.by_ref() {
                    let place = (ask.namespace, ask.object, ask.relation);
                    let new = match (&step, visited.and_then(|seen| walk.visited.get_mut(seen))) {
                        (Step::AllowedOnce, Some(seen)) => seen.insert(place),
                        _ => true,
                    };
                    if new {
                        return Ok(Task {
                            step,
                            ask,
                            steps_left: frame.steps_left,
                            visited,
                        });
                    }
                }
            }
            verdict = Some(decided.unwrap_or(match (frame.limit, frame.mode) {
                (Some(limit), _) => Verdict::Undecided(limit),
                (None, Mode::All) => Verdict::Member,
                (None, _) => Verdict::NotMember,
            }));
            walk.frames.pop();
        }
    }

    /// What a verdict of one of its steps decides for a frame.
    fn weigh(&self, frame: &mut Frame<'s>, verdict: Verdict) -> Option<Verdict> {
        match (frame.mode, verdict) {
            (_, failed @ Verdict::Failed(_)) => Some(failed),
            (Mode::Opposite, Verdict::Member) => Some(Verdict::NotMember),
            (Mode::Opposite, Verdict::NotMember) => Some(Verdict::Member),
            (Mode::Opposite, undecided) => Some(undecided),
            (Mode::Any, Verdict::Member) => Some(Verdict::Member),
            (Mode::All, Verdict::NotMember) => Some(Verdict::NotMember),
            (Mode::Any, Verdict::NotMember) | (Mode::All, Verdict::Member) => None,
            (mode, Verdict::Undecided(limit)) => match (self.settings.release, mode) {
                // What is undecided counts as a "no" there.
                (Release::V0_14, Mode::All) => Some(Verdict::NotMember),
                (Release::V0_14, _) => None,
                (Release::Current, _) => {
                    frame.limit.get_or_insert(limit);
                    None
                }
            },
        }
    }

    fn older(&self) -> bool {
        self.settings.release == Release::V0_14
    }

    /// The relation in the model; `None` where the model does not say anything about it.
    fn relation(&self, namespace: &str, relation: &str) -> Result<Option<&'s Relation>, Failure> {
        let declared = match self.model.namespace(namespace) {
            Some(declared) if !relation.is_empty() && !declared.relations().is_empty() => declared,
            _ => return Ok(None),
        };
        let found = declared.relation(relation);
        match found {
            Some(_) => Ok(found),
            None => Err(Failure::UnknownRelation(relation.to_owned())),
        }
    }

    fn plan(&self, step: Step<'s>, ask: Ask<'s>) -> Plan<'s> {
        if ask.depth <= 0 {
            return Plan::Known(Verdict::Undecided(Limit::Depth));
        }
        match step {
            Step::Allowed { direct } => self.plan_allowed(ask, direct),
            Step::AllowedOnce => self.plan_allowed(ask, false),
            Step::Direct => self.plan_direct(ask, &[ask.relation]),
            Step::DirectAny(relations) => self.plan_direct(ask, &relations),
            Step::SubjectSets(types) => self.plan_subject_sets(ask, &types),
            Step::Rule(permit, number) => self.plan_rule(ask, permit, number),
        }
    }

    fn plan_allowed(&self, ask: Ask<'s>, direct: bool) -> Plan<'s> {
        let relation = match self.relation(ask.namespace, ask.relation) {
            Ok(relation) => relation,
            Err(failure) => return Plan::Known(Verdict::Failed(failure)),
        };
        let (strict, older) = (self.settings.strict, self.older());
        let permit = relation.and_then(|relation| relation.permit.as_ref());
        // The older release counts the look at what is stored as a step down.
        let stored = if older { ask.deeper() } else { ask };
        let mut steps = Vec::with_capacity(3);
        if let Some(permit) = permit {
            steps.push((Step::Rule(permit, permit.root), ask));
        }
        let may_be_direct = !strict
            || match older {
                true => permit.is_none(),
                false => self.may_be_member(relation),
            };
        if direct && may_be_direct {
            steps.push((Step::Direct, stored));
        }
        if !strict {
            steps.push((Step::SubjectSets(Vec::new()), stored));
        } else if older {
            let sets =
                |relation: &Relation| relation.types.iter().any(|each| !each.relation.is_empty());
            if relation.is_none_or(sets) {
                steps.push((Step::SubjectSets(Vec::new()), stored));
            }
        } else {
            match self.set_types(relation) {
                Ok(types) if types.is_empty() => {}
                Ok(types) => steps.push((Step::SubjectSets(types), stored)),
                Err(failure) => return Plan::Known(Verdict::Failed(failure)),
            }
        }
        Plan::Any(steps)
    }

    /// Whether the model lets the check's subject be stored in the relation; asked in strict mode.
    fn may_be_member(&self, relation: Option<&Relation>) -> bool {
        match (self.subject, relation) {
            (Subject::Id(_), relation) => relation.is_none_or(|relation| relation.permit.is_none()),
            (
                Subject::Set {
                    namespace,
                    relation: of,
                    ..
                },
                Some(relation),
            ) => {
                let mut types = relation.types.iter();
                relation.permit.is_none()
                    && types.any(|each| each.namespace == *namespace && each.relation == *of)
            }
            (Subject::Set { .. }, None) => false,
        }
    }

    /// The subject sets that a relation declares; asked in strict mode.
    fn set_types(&self, relation: Option<&'s Relation>) -> Result<Vec<SetType<'s>>, Failure> {
        let types = relation.map_or(&[][..], |relation| &relation.types);
        let sets = types.iter().filter(|each| !each.relation.is_empty());
        sets.map(|each| {
            let of = self.relation(&each.namespace, &each.relation)?;
            Ok(SetType {
                namespace: &each.namespace,
                relation: &each.relation,
                direct: self.may_be_member(of),
            })
        })
        .collect()
    }

    fn is_stored(&self, namespace: &str, object: &str, relation: &str) -> bool {
        let mut subjects = self.store.subjects(namespace, object, relation);
        subjects.any(|subject| subject == self.subject)
    }

    fn plan_direct(&self, ask: Ask<'s>, relations: &[&str]) -> Plan<'s> {
        let mut relations = relations.iter();
        let found = relations.any(|relation| self.is_stored(ask.namespace, ask.object, relation));
        Plan::Known(match found {
            true => Verdict::Member,
            false => Verdict::NotMember,
        })
    }

    fn plan_subject_sets(&self, ask: Ask<'s>, types: &[SetType<'s>]) -> Plan<'s> {
        let mut sets: Vec<Ask<'s>> = Vec::new();
        for subject in self.store.subjects(ask.namespace, ask.object, ask.relation) {
            let Subject::Set {
                namespace,
                object,
                relation,
            } = subject
            else {
                continue;
            };
            let is = |each: &&SetType<'_>| each.namespace == namespace && each.relation == relation;
            let mut fitting = types.iter().filter(is).peekable();
            if !types.is_empty() && fitting.peek().is_none() {
                continue;
            }
            let direct = types.is_empty() || fitting.any(|each| each.direct);
            if direct && self.is_stored(namespace, object, relation) {
                return Plan::Known(Verdict::Member);
            }
            sets.push(Ask {
                namespace,
                object,
                relation,
                depth: ask.depth,
            });
        }
        let width = self.settings.max_read_width;
        let wide = sets.len() > width;
        if self.older() {
            if wide {
                sets.truncate(width.saturating_sub(1));
            }
            let steps = sets.into_iter().map(|set| (Step::AllowedOnce, set));
            return Plan::AnyOnce(steps.collect(), None);
        }
        if sets.is_empty() {
            return Plan::Known(Verdict::NotMember);
        }
        if ask.depth <= 1 {
            return Plan::Known(Verdict::Undecided(Limit::Depth));
        }
        sets.truncate(width);
        let steps = sets
            .into_iter()
            .map(|set| (Step::AllowedOnce, set.deeper()));
        Plan::AnyOnce(steps.collect(), wide.then_some(Limit::Width))
    }

    fn plan_rule(&self, ask: Ask<'s>, permit: &'s Permit, number: usize) -> Plan<'s> {
        match &permit.nodes[number] {
            Node::Computed { relation } => {
                Plan::Same((Step::Allowed { direct: true }, ask.of(relation)))
            }
            Node::Not(child) => Plan::Opposite((Step::Rule(permit, *child), ask)),
            Node::Traverse { relation, computed } => {
                let subjects = self.store.subjects(ask.namespace, ask.object, relation);
                let steps = subjects.filter_map(|subject| match subject {
                    Subject::Id(_) => None,
                    Subject::Set {
                        namespace, object, ..
                    } => {
                        let depth = ask.depth - 1;
                        let of = Ask {
                            namespace,
                            object,
                            relation: computed,
                            depth,
                        };
                        Some((Step::Allowed { direct: true }, of))
                    }
                });
                Plan::Any(steps.collect())
            }
            Node::Set(_, children) if children.is_empty() => Plan::Known(Verdict::NotMember),
            Node::Set(operator, children) => {
                let mut steps = Vec::new();
                let mut others = children.clone();
                if *operator == Operator::Or {
                    self.plan_relations(ask, permit, children, &mut steps);
                    let nodes = &permit.nodes;
                    others.retain(|child| !matches!(nodes[*child], Node::Computed { .. }));
                }
                for child in others {
                    let of = match permit.nodes[child] {
                        Node::Set(..) => ask.deeper(),
                        _ => ask,
                    };
                    steps.push((Step::Rule(permit, child), of));
                }
                match operator {
                    Operator::Or => Plan::Any(steps),
                    Operator::And => Plan::All(steps),
                }
            }
        }
    }

    /// The other relations of the same object, of which one is enough: whether a relationship of any is stored comes
    /// first.
    fn plan_relations(
        &self,
        ask: Ask<'s>,
        permit: &'s Permit,
        children: &[usize],
        steps: &mut Vec<Planned<'s>>,
    ) {
        let relations = children
            .iter()
            .filter_map(|child| match &permit.nodes[*child] {
                Node::Computed { relation } => Some(&**relation),
                _ => None,
            });
        let relations: Vec<&'s str> = relations.collect();
        let mut direct = relations.clone();
        if self.settings.strict {
            direct.retain(|relation| {
                let relation = self.relation(ask.namespace, relation).ok().flatten();
                match self.older() {
                    true => relation.is_none_or(|relation| relation.permit.is_none()),
                    false => self.may_be_member(relation),
                }
            });
        }
        if !direct.is_empty() {
            steps.push((Step::DirectAny(direct), ask));
        }
        for relation in relations {
            steps.push((Step::Allowed { direct: false }, ask.of(relation).deeper()));
        }
    }
}
