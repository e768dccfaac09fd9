//! `docs fetch`, against a site on the loopback address. Nothing here measures time: rests are
//! noted, not taken.

use std::sync::Arc;
use std::time::Duration;

use expect_test::{Expect, expect};
use xtask::{Fetched, Terminal, Visit};

use crate::house::House;
use crate::site::{Answers, Log, Reply, Request, Server, note};

const ADD: &str = "/doc/oplatform/addThing.md";
const PAGE: &str = "# 关茶馆\n\n接口英文名：addThing\n\n## 1. 调用方式\n";
const STATE: [&str; 2] = ["ETag: \"1\"", "Last-Modified: Sat, 21 Nov 2026 00:00:00 GMT"];

/// A repository, a site, and what happened between them.
struct Street {
    house: House,
    log: Log,
    site: Server,
}

impl Street {
    fn new(answers: Answers) -> Street {
        let log = Log::default();
        Street { house: House::new(), site: Server::new(&log, answers), log }
    }

    /// The same repository, but the site has changed its mind.
    fn then(self, answers: Answers) -> Street {
        let log = Log::default();
        Street { site: Server::new(&log, answers), log, ..self }
    }

    fn fetch(&self, interfaces: &[&str]) -> xtask::Result<Fetched> {
        self.fetch_within(interfaces, Duration::from_secs(60))
    }

    fn fetch_within(&self, interfaces: &[&str], timeout: Duration) -> xtask::Result<Fetched> {
        let visit = Visit {
            site: self.site.url(),
            folder: self.house.root().join("docs"),
            pause: Duration::from_secs(3600),
            timeout,
        };
        let interfaces: Vec<String> = interfaces.iter().map(|name| (*name).to_owned()).collect();
        let mut screen = Screen(Arc::clone(&self.log));
        xtask::fetch(self.house.root(), &visit, &interfaces, &mut screen)
    }

    /// What happened, without what differs from run to run.
    fn check_log(&self, told: Expect) {
        told.assert_eq(&self.log().replace(&self.site.url(), "SITE"));
    }

    fn log(&self) -> String {
        let log = self.log.lock().expect("no test has panicked with it");
        log.iter().map(|line| format!("{line}\n")).collect()
    }

    fn page(&self) -> String {
        self.house.read("docs/addThing.md")
    }
}

struct Screen(Log);

impl Terminal for Screen {
    fn tell(&mut self, line: &str) {
        note(&self.0, line.to_owned());
    }

    fn rest(&mut self, pause: Duration) {
        note(&self.0, format!("rested {} s", pause.as_secs()));
    }
}

fn fetched(written: usize, same: usize, failed: usize, left: usize) -> xtask::Result<Fetched> {
    Ok(Fetched { written, same, failed, left })
}

/// Gives the page to those who do not have it.
fn page_or_304(request: &Request) -> Reply {
    assert!(request.header("user-agent").is_some_and(|agent| agent.starts_with("wxopen/")));
    let etag = request.header("if-none-match");
    let date = request.header("if-modified-since").map(|date| format!("Last-Modified: {date}"));
    if etag == Some("\"1\"") && date.as_deref() == Some(STATE[1]) {
        return Reply::new(304, &[], "");
    }
    Reply::new(200, &STATE, PAGE)
}

#[test]
fn pages_are_fetched_once() {
    let street = Street::new(page_or_304);
    assert_eq!(street.fetch(&[]), fetched(2, 0, 0, 0));
    assert_eq!(street.page(), PAGE);
    street.house.age();
    assert_eq!(street.fetch(&[]), fetched(0, 2, 0, 0));
    assert_eq!(street.house.touched(), [""; 0]);
    street.check_log(expect![[r#"
        asked /doc/oplatform/addThing.md
        wrote    addThing.md
        rested 3600 s
        asked /doc/oplatform/getThing.md
        wrote    getThing.md
        asked /doc/oplatform/addThing.md
        same     addThing.md
        rested 3600 s
        asked /doc/oplatform/getThing.md
        same     getThing.md
    "#]]);
}

#[test]
fn only_what_is_named_is_fetched() {
    let street = Street::new(page_or_304);
    assert_eq!(street.fetch(&["addThing"]), fetched(1, 0, 0, 0));
    assert!(!street.house.exists("docs/getThing.md"));
    let message = street.fetch(&["addThing", "nothing"]).expect_err("is no interface");
    assert_eq!(message, "no endpoint of the specification is called `nothing`");
    let spec = "spec/endpoints/thing-managment/addThing.toml";
    street.house.edit(spec, "\"zh-openapi\"", "\"zh-3pp20\"");
    let message = street.fetch(&["addThing"]).expect_err("has no such page");
    assert_eq!(message, "`addThing` has no page in the edition zh-openapi");
    assert_eq!(street.fetch(&[]), fetched(1, 0, 0, 0), "only the other one has such a page");
}

#[test]
fn what_somebody_changed_is_fetched_anew() {
    let street = Street::new(page_or_304);
    assert_eq!(street.fetch(&["addThing"]), fetched(1, 0, 0, 0));
    street.house.write("docs/addThing.md", "scribbled over");
    assert_eq!(street.fetch(&["addThing"]), fetched(1, 0, 0, 0));
    street.house.remove("docs/addThing.md");
    assert_eq!(street.fetch(&["addThing"]), fetched(1, 0, 0, 0));
    assert_eq!(street.page(), PAGE);
}

/// Without a name for the state of a page it is sent again, but written only if it differs.
#[test]
fn the_same_bytes_are_no_news() {
    let street = Street::new(|_| Reply::new(200, &[], PAGE));
    assert_eq!(street.fetch(&["addThing"]), fetched(1, 0, 0, 0));
    assert_eq!(street.fetch(&["addThing"]), fetched(0, 1, 0, 0));
}

#[test]
fn one_page_that_fails_does_not_stop_the_rest() {
    let street = Street::new(|request| match request.path.as_str() {
        ADD => Reply::new(404, &[], ""),
        _ => Reply::new(200, &STATE, PAGE),
    });
    let outcome = street.fetch(&[]).expect("goes on");
    assert_eq!(outcome, Fetched { written: 1, same: 0, failed: 1, left: 0 });
    assert!(!outcome.is_complete());
    street.check_log(expect![[r#"
        asked /doc/oplatform/addThing.md
        failed   addThing: the site answered 404
        rested 3600 s
        asked /doc/oplatform/getThing.md
        wrote    getThing.md
    "#]]);
}

#[test]
fn a_site_that_wants_rest_gets_it() {
    let tired: [(&str, Answers); 2] = [
        ("429", |_| Reply::new(429, &["Retry-After: 86400"], "")),
        ("503", |_| Reply::new(503, &["Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"], "")),
    ];
    for (status, answers) in tired {
        let street = Street::new(answers);
        assert_eq!(street.fetch(&[]), fetched(0, 0, 0, 2));
        let told = format!("stopped  the site answered {status} and wants rest: come back after ");
        assert!(street.log().contains(&told), "{}", street.log());
        let street = street.then(page_or_304);
        let message = street.fetch(&[]).expect_err("rests");
        assert!(message.contains("does not want to be asked before"), "{message}");
        assert_eq!(street.log(), "", "was asked all the same");
    }
}

#[test]
fn a_site_that_has_rested_is_asked_again() {
    let tired: [Answers; 4] = [
        |_| Reply::new(429, &["Retry-After: 0"], ""),
        |_| Reply::new(429, &["Retry-After: Sat, 01 Jan 2000 00:00:00 GMT"], ""),
        |_| Reply::new(429, &["Retry-After: soon"], ""),
        |_| Reply::new(503, &[], ""),
    ];
    for answers in tired {
        let street = Street::new(answers);
        assert_eq!(street.fetch(&[]), fetched(0, 0, 0, 2));
        assert_eq!(street.then(page_or_304).fetch(&[]), fetched(2, 0, 0, 0));
    }
}

#[test]
fn redirects_stay_on_the_site() {
    let street = Street::new(|request| match request.path.as_str() {
        ADD => Reply::new(302, &["Location: /elsewhere.md"], ""),
        "/elsewhere.md" => Reply::new(200, &[], PAGE),
        _ => Reply::new(301, &["Location: http://localhost:1/doc.md"], ""),
    });
    assert_eq!(street.fetch(&[]), fetched(1, 0, 1, 0));
    street.check_log(expect![[r#"
        asked /doc/oplatform/addThing.md
        rested 3600 s
        asked /elsewhere.md
        wrote    addThing.md
        rested 3600 s
        asked /doc/oplatform/getThing.md
        failed   getThing: the site sent on to `http://localhost:1/doc.md`, which is not on `SITE`
    "#]]);
    let away: [(&str, Answers); 4] = [
        ("which is not on", |_| Reply::new(302, &["Location: //localhost:1/doc.md"], "")),
        ("which is not on", |_| Reply::new(302, &["Location: doc.md"], "")),
        ("did not say where to", |_| Reply::new(302, &[], "")),
        ("more than 3 times", |_| Reply::new(307, &["Location: /round/and/round.md"], "")),
    ];
    for (told, answers) in away {
        let street = Street::new(answers);
        assert_eq!(street.fetch(&["addThing"]), fetched(0, 0, 1, 0));
        assert!(street.log().contains(told), "{told}: {}", street.log());
    }
}

/// The last good copy stays when something else comes in its place.
#[test]
fn what_is_no_page_is_not_kept() {
    let bad: [(&str, Answers); 6] = [
        ("is HTML", |_| Reply::new(200, &[], "<!DOCTYPE html><p>接口英文名：sorry")),
        ("the input is empty", |_| Reply::new(200, &[], "")),
        ("no page of the documents", |_| Reply::new(200, &[], "# Hello")),
        ("larger than 4194304 bytes", |_| Reply::new(200, &[], &PAGE.repeat(90_000))),
        ("failed ", |_| Reply::Whole(Reply::new(200, &[], PAGE).cut(9))),
        ("answered 304", |_| Reply::new(304, &[], "")),
    ];
    for (told, answers) in bad {
        let street = Street::new(page_or_304);
        assert_eq!(street.fetch(&["addThing"]), fetched(1, 0, 0, 0), "{told}");
        street.house.remove("docs/fetched.toml");
        let street = street.then(answers);
        assert_eq!(street.fetch(&["addThing"]), fetched(0, 0, 1, 0), "{told}");
        assert!(street.log().contains(told), "{told}: {}", street.log());
        assert_eq!(street.page(), PAGE, "{told}");
    }
}

#[test]
fn a_page_that_does_not_come_to_its_end_is_given_up() {
    let street = Street::new(|request| match request.path.as_str() {
        ADD => Reply::Stalled(Reply::new(200, &[], PAGE).cut(9)),
        _ => Reply::Stalled(Vec::new()),
    });
    assert_eq!(street.fetch_within(&[], Duration::from_millis(50)), fetched(0, 0, 2, 0));
    assert_eq!(street.log().matches("timeout").count(), 2, "{}", street.log());
    assert!(!street.house.exists("docs/addThing.md"));
}

#[test]
fn a_memory_that_cannot_be_read_is_told() {
    let street = Street::new(page_or_304);
    street.house.write("docs/fetched.toml", "page = 1");
    let message = street.fetch(&[]).expect_err("is no memory");
    assert!(message.contains("fetched.toml`, which may be deleted: "), "{message}");
    assert_eq!(street.log(), "", "was asked all the same");
}
