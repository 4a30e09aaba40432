//! An expansion that prints itself.

use std::fmt::{self, Write as _};

use crate::Subject;
use crate::models::ExpandedPermissionTree;

impl ExpandedPermissionTree {
    /// Whom this node stands for: an id, or a set that its children make up. `None` where the server
    /// does not say.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        let tuple = self.tuple.as_ref()?;
        match (&tuple.subject_id, &tuple.subject_set) {
            (Some(id), None) => Some(Subject::id(id)),
            (None, Some(set)) => Some(set.clone().into()),
            _ => None,
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, before: &mut String) -> fmt::Result {
        f.write_str(self.r#type.as_str())?;
        if let Some(subject) = self.subject() {
            f.write_char(' ')?;
            // A line break in a name would look like another node.
            for c in subject.to_string().chars() {
                match c.is_control() {
                    true => write!(f, "{}", c.escape_default())?,
                    false => f.write_char(c)?,
                }
            }
        }
        for (place, child) in self.children.iter().enumerate() {
            let last = place + 1 == self.children.len();
            let (branch, below) = if last {
                ("└── ", "    ")
            } else {
                ("├── ", "│   ")
            };
            write!(f, "\n{before}{branch}")?;
            let length = before.len();
            before.push_str(below);
            child.write(f, before)?;
            before.truncate(length);
        }
        Ok(())
    }
}

/// Prints a line for each node, without a line break at the end: how its subjects come from those
/// below, and whom it stands for.
///
/// ```text
/// union (File:report#owners)
/// ├── union (Group:editors#members)
/// │   └── leaf bob
/// └── leaf alice
/// ```
impl fmt::Display for ExpandedPermissionTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, &mut String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{ExpandedPermissionTreeType, Relationship, SubjectSet};

    /// Answered by Keto 0.14.
    const TREE: &str = r#"{"type":"union","children":[
        {"type":"union","children":[
            {"type":"leaf","tuple":{"namespace":"","object":"","relation":"","subject_id":"bob"}},
            {"type":"leaf","tuple":{"namespace":"","object":"","relation":"","subject_set":{"namespace":"Group","object":"none","relation":"members"}}}],
         "tuple":{"namespace":"","object":"","relation":"","subject_set":{"namespace":"Group","object":"g","relation":"members"}}},
        {"type":"leaf","tuple":{"namespace":"","object":"","relation":"","subject_id":"alice"}}],
        "tuple":{"namespace":"","object":"","relation":"","subject_set":{"namespace":"File","object":"r","relation":"owners"}}}"#;

    #[test]
    fn prints_its_branches() {
        let tree: ExpandedPermissionTree = serde_json::from_str(TREE).unwrap();
        let lines = [
            "union (File:r#owners)",
            "├── union (Group:g#members)",
            "│   ├── leaf bob",
            "│   └── leaf (Group:none#members)",
            "└── leaf alice",
        ];
        assert_eq!(tree.to_string(), lines.join("\n"));
        assert_eq!(tree.subject(), Some(Subject::set("File", "r", "owners")));
    }

    #[test]
    fn prints_what_newer_servers_send_and_no_line_that_is_not_a_node() {
        let leaf = |id: &str| {
            let tuple = Relationship::new("", "", "").subject_id(id);
            let mut leaf = ExpandedPermissionTree::new(ExpandedPermissionTreeType::Leaf);
            leaf.tuple = Some(tuple);
            leaf
        };
        let mut tree: ExpandedPermissionTree = serde_json::from_str(r#"{"type":"nor"}"#).unwrap();
        tree.children = vec![leaf("a\n└── leaf b")];
        assert_eq!(tree.to_string(), "nor\n└── leaf a\\n└── leaf b");
        assert_eq!(tree.subject(), None);
        let both = Relationship::new("", "", "")
            .subject_id("a")
            .subject_set(SubjectSet::new("b", "c"));
        let mut tree = ExpandedPermissionTree::new(ExpandedPermissionTreeType::Not);
        tree.tuple = Some(both);
        assert_eq!(tree.to_string(), "not");
    }
}
