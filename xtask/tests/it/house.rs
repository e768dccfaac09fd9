//! A small repository in a temporary folder, and what the tests do to it by hand. Knows nothing of
//! what `xtask` ought to do.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

use tempfile::TempDir;

pub(crate) const CATALOG: &str = "crates/wxopen-api/src/generated";
pub(crate) const READ_SPEC: &str = "spec/endpoints/thing-managment/getThing.toml";
pub(crate) const WRITE_SPEC: &str = "spec/endpoints/thing-managment/addThing.toml";

pub(crate) struct House {
    folder: TempDir,
}

impl House {
    /// With a specification of two endpoints, nothing generated.
    pub(crate) fn new() -> House {
        let house = House::empty();
        house.write("spec/categories.toml", CATEGORIES);
        house.write(READ_SPEC, &endpoint("getThing", "get_thing", "GetThing"));
        house.write(WRITE_SPEC, &endpoint("addThing", "add_thing", "AddThing"));
        house
    }

    /// With everything generated a long time ago.
    pub(crate) fn generated() -> House {
        let house = House::new();
        xtask::generate(house.root(), &xtask::codegen).expect("the specification is right");
        house.age();
        house
    }

    pub(crate) fn empty() -> House {
        House { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
        fs::write(path, text).expect("writes");
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not contain {from}");
        self.write(path, &text.replace(from, to));
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).expect("reads")
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("removes");
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// Every file, with the time of its last change and its bytes.
    pub(crate) fn snapshot(&self) -> BTreeMap<String, (SystemTime, Vec<u8>)> {
        let mut found = BTreeMap::new();
        collect(self.root(), self.root(), &mut found);
        found
    }

    /// The files that were written since everything was made old.
    pub(crate) fn touched(&self) -> Vec<String> {
        let files = self.snapshot().into_iter();
        files.filter(|(_, (time, _))| *time != long_ago()).map(|(path, _)| path).collect()
    }

    /// Makes every file old, so that writing it can be seen even if the bytes stay the same.
    pub(crate) fn age(&self) {
        for path in self.snapshot().keys() {
            let file = File::options().write(true).open(self.root().join(path)).expect("opens");
            file.set_modified(long_ago()).expect("sets the time");
        }
    }
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000)
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, (SystemTime, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("reads") {
        let path = entry.expect("reads").path();
        if path.is_dir() {
            collect(root, &path, found);
            continue;
        }
        let name = path.strip_prefix(root).expect("is below").to_str().expect("UTF-8");
        let time = path.metadata().and_then(|data| data.modified()).expect("has a time");
        found.insert(name.replace('\\', "/"), (time, fs::read(&path).expect("reads")));
    }
}

const CATEGORIES: &str = r#"
[[category]]
id = "thing-managment"
feature = "thing"
module = "thing"
title = { en = "Things", zh = "物品" }
"#;

/// A specification that codegen accepts, of an endpoint without parameters.
pub(crate) fn endpoint(interface: &str, module: &str, request: &str) -> String {
    format!(
        r#"
interface = "{interface}"
summary = {{ en = "Does something to a thing.", zh = "处理物品。" }}
method = "POST"
path = "/cgi-bin/{module}"
token = "component"
repeat = "safe"
maturity = "sampled"

[rust]
module = "{module}"
request = "{request}"

[[docs]]
edition = "zh-openapi"
url = "/doc/oplatform/{interface}.html"

[[sample]]
of = "request"
title = "empty"
json = '''{{}}'''

[[sample]]
of = "reply"
title = "empty"
json = '''{{}}'''
"#
    )
}
