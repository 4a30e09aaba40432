//! Which port each server listens on.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};

use super::recipe::Recipe;

/// The placeholder of the port of the inbox, which this process serves itself.
pub(crate) const INBOX: &str = "inbox_port";

/// Ports by placeholder, kept bound until the servers are about to start, so that each is given out once.
pub(crate) struct Ports {
    numbers: BTreeMap<&'static str, u16>,
    held: Vec<TcpListener>,
}

impl Ports {
    /// Takes a port for every placeholder: free ones, or the usual ones of these servers.
    pub(crate) fn take(recipes: &[&Recipe], usual: bool) -> Result<Self, String> {
        let mut ports = Self {
            numbers: BTreeMap::new(),
            held: Vec::new(),
        };
        for recipe in recipes {
            for port in recipe.ports {
                let wanted = if usual { port.usual } else { 0 };
                let listener = listen(wanted).map_err(|error| {
                    if usual {
                        format!(
                            "port {wanted}, where {} listens by convention, cannot be used ({error}): stop what listens there, or leave out --usual-ports to use free ports",
                            recipe.name
                        )
                    } else {
                        format!("no free port on 127.0.0.1: {error}")
                    }
                })?;
                let number = listener
                    .local_addr()
                    .map_err(|error| format!("no free port on 127.0.0.1: {error}"))?
                    .port();
                ports.numbers.insert(port.placeholder, number);
                ports.held.push(listener);
            }
        }
        Ok(ports)
    }

    /// Adds a port that is in use already.
    pub(crate) fn insert(&mut self, placeholder: &'static str, number: u16) {
        self.numbers.insert(placeholder, number);
    }

    /// Lets go of the ports, for the servers to bind them.
    pub(crate) fn release(&mut self) {
        self.held.clear();
    }

    /// The number behind a placeholder.
    pub(crate) fn number(&self, placeholder: &str) -> Option<u16> {
        self.numbers.get(placeholder).copied()
    }
}

/// Listens on loopback; 0 is any free port.
pub(crate) fn listen(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

#[cfg(test)]
mod tests {
    use super::super::recipe::CONFORMANCE;
    use super::Ports;

    #[test]
    fn every_placeholder_gets_a_port_of_its_own() {
        let ports = Ports::take(&CONFORMANCE, false).unwrap();
        let mut numbers: Vec<u16> = ports.numbers.values().copied().collect();
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!((count, numbers.len()), (10, 10));
    }
}
