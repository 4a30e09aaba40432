//! Which request is which operation.

use http::Method;

use super::answer::Answer;
use super::incoming::{Incoming, decoded};

/// What answers an operation.
pub type Handler<S> = fn(&mut S, &Incoming) -> Answer;

/// An operation of a fake server.
pub struct Route<S> {
    /// The operation's name in the contract, `checkPermission`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path; `{..}` stands for any segment that is not empty.
    pub path: &'static str,
    /// What answers it; `None` if the fake does not have it, which it says with 501.
    pub handler: Option<Handler<S>>,
}

impl<S> Route<S> {
    /// An operation that the fake has.
    #[must_use]
    pub const fn new(
        operation: &'static str,
        method: Method,
        path: &'static str,
        handler: Handler<S>,
    ) -> Self {
        Self {
            operation,
            method,
            path,
            handler: Some(handler),
        }
    }

    /// An operation that the fake does not have.
    #[must_use]
    pub const fn missing(operation: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            operation,
            method,
            path,
            handler: None,
        }
    }

    /// What stands in the places of `{..}`, if the path is one of this route.
    fn parameters(&self, path: &str) -> Option<Vec<String>> {
        let mut parameters = Vec::new();
        let mut actual = path.split('/');
        for expected in self.path.split('/') {
            let segment = actual.next()?;
            if expected.starts_with('{') {
                let segment = decoded(segment)?;
                if segment.is_empty() {
                    return None;
                }
                parameters.push(segment);
            } else if decoded(segment)? != expected {
                return None;
            }
        }
        actual.next().is_none().then_some(parameters)
    }
}

/// What was found for a request.
pub(super) enum Found<S: 'static> {
    Route(&'static Route<S>, Vec<String>),
    /// There is the path, with these methods.
    OtherMethods(Vec<Method>),
    Nothing,
}

/// Finds the route of a method and a path.
pub(super) fn find<S>(routes: &'static [Route<S>], method: &Method, path: &str) -> Found<S> {
    let mut others = Vec::new();
    for route in routes {
        if let Some(parameters) = route.parameters(path) {
            if route.method == *method {
                return Found::Route(route, parameters);
            }
            others.push(route.method.clone());
        }
    }
    match others.is_empty() {
        true => Found::Nothing,
        false => Found::OtherMethods(others),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static ROUTES: &[Route<()>] = &[
        Route::missing("list", Method::GET, "/things"),
        Route::missing("create", Method::POST, "/things"),
        Route::missing("special", Method::GET, "/things/special"),
        Route::missing("get", Method::GET, "/things/{id}"),
        Route::missing("part", Method::GET, "/things/{id}/parts/{part}"),
    ];

    fn found(method: Method, path: &str) -> String {
        match find(ROUTES, &method, path) {
            Found::Route(route, parameters) => {
                format!("{} {}", route.operation, parameters.join(" "))
            }
            Found::OtherMethods(methods) => format!("{methods:?}"),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn a_request_is_the_first_operation_that_fits() {
        for (method, path, expected) in [
            (Method::GET, "/things", "list "),
            (Method::POST, "/things", "create "),
            (Method::DELETE, "/things", "[GET, POST]"),
            (Method::GET, "/things/special", "special "),
            (Method::GET, "/things/a%2Fb%20%C3%BC", "get a/b ü"),
            (Method::GET, "/things/1/parts/2", "part 1 2"),
            (Method::GET, "/things/1/parts", "nothing"),
            (Method::GET, "/things/", "nothing"),
            (Method::GET, "/things/%", "nothing"),
            (Method::GET, "things", "nothing"),
            (Method::GET, "", "nothing"),
        ] {
            assert_eq!(found(method, path), expected, "{path}");
        }
    }
}
