//! `package-schemas`: that the archive is complete, checks itself, and depends on nothing but the
//! files.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use flate2::read::GzDecoder;
use wxopen_pages::digest;
use xtask::{Packed, Parcel};

use crate::house::{House, READ_SPEC};

const SCHEMAS: &str = "crates/wxopen-api/schemas";
const TOP: &str = "wxopen-schemas-1.2.3";

fn licensed() -> House {
    let house = House::generated();
    house.write("LICENSE-APACHE", "one license");
    house.write("LICENSE-MIT", "another license");
    house
}

fn parcel(house: &House, time: u64) -> Parcel {
    Parcel { version: "1.2.3".to_owned(), out: house.root().join("target/package"), time }
}

fn pack(house: &House) -> Packed {
    xtask::package_schemas(house.root(), &xtask::codegen, &parcel(house, 0)).expect("packs")
}

/// Headers and contents by path, in the order of the archive.
fn unpack(archive: &Path) -> Vec<(String, tar::Header, Vec<u8>)> {
    let mut archive = tar::Archive::new(GzDecoder::new(fs::File::open(archive).expect("opens")));
    let entries = archive.entries().expect("an archive").map(|entry| {
        let mut entry = entry.expect("an entry");
        let path = entry.path().expect("a path").to_str().expect("UTF-8").to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("reads");
        (path, entry.header().clone(), bytes)
    });
    entries.collect()
}

#[test]
fn everything_is_in_it() {
    let house = licensed();
    let packed = pack(&house);
    assert_eq!(packed.path, house.root().join(format!("target/package/{TOP}.tar.gz")));
    let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (path, (_, bytes)) in house.snapshot() {
        if let Some(inner) = path.strip_prefix(&format!("{SCHEMAS}/")) {
            wanted.insert(format!("{TOP}/{inner}"), bytes);
        }
    }
    assert!(wanted.contains_key(&format!("{TOP}/README.md")));
    wanted.insert(format!("{TOP}/LICENSE-APACHE"), b"one license".to_vec());
    wanted.insert(format!("{TOP}/LICENSE-MIT"), b"another license".to_vec());
    wanted.insert(format!("{TOP}/VERSION"), b"1.2.3\n".to_vec());
    let found = unpack(&packed.path);
    let paths: Vec<&String> = found.iter().map(|(path, ..)| path).collect();
    assert!(paths.is_sorted(), "{paths:?}");
    let mut found: BTreeMap<_, _> = found.into_iter().map(|(path, _, is)| (path, is)).collect();
    let sums = found.remove(&format!("{TOP}/SHA256SUMS")).expect("has digests");
    assert_eq!(found, wanted);
    let line = |(path, bytes): (&String, &Vec<u8>)| {
        format!("{}  {}\n", digest(bytes), &path[TOP.len() + 1..])
    };
    assert_eq!(
        String::from_utf8(sums).expect("UTF-8"),
        wanted.iter().map(line).collect::<String>()
    );
}

#[test]
fn the_archive_itself() {
    let house = licensed();
    let packed = pack(&house);
    let bytes = fs::read(&packed.path).expect("reads");
    assert_eq!((packed.size, &packed.digest), (bytes.len(), &digest(&bytes)));
    assert_eq!(bytes[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255], "the header of gzip");
    let beside = house.read(&format!("target/package/{TOP}.tar.gz.sha256"));
    assert_eq!(beside, format!("{}  {TOP}.tar.gz\n", packed.digest));
    assert_eq!(
        packed.to_string(),
        format!("{}\n{} bytes\nsha256 {}", packed.path.display(), packed.size, packed.digest)
    );
}

#[test]
fn no_trace_of_the_machine() {
    let house = licensed();
    let packed = xtask::package_schemas(house.root(), &xtask::codegen, &parcel(&house, 7));
    for (path, header, _) in unpack(&packed.expect("packs").path) {
        let told = (header.mode(), header.uid(), header.gid(), header.mtime());
        let told = (told.0.ok(), told.1.ok(), told.2.ok(), told.3.ok());
        assert_eq!(told, (Some(0o644), Some(0), Some(0), Some(7)), "{path}");
        assert_eq!(header.username_bytes(), Some(&b""[..]), "{path}");
        assert_eq!(header.groupname_bytes(), Some(&b""[..]), "{path}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let house = licensed();
    let read = |packed: Packed| fs::read(packed.path).expect("reads");
    let first = read(pack(&house));
    assert_eq!(read(pack(&house)), first, "another run");
    let copy = House::empty();
    for (path, (_, bytes)) in house.snapshot() {
        if !path.starts_with("target/") {
            copy.write(&path, &String::from_utf8(bytes).expect("text"));
        }
    }
    assert_eq!(read(pack(&copy)), first, "another place, at another time");
}

#[test]
fn another_file_gives_another_digest() {
    let house = licensed();
    let first = pack(&house).digest;
    house.edit(READ_SPEC, "Does something", "Does anything");
    xtask::generate(house.root(), &xtask::codegen).expect("generates");
    let second = pack(&house).digest;
    assert_ne!(second, first);
    house.write("LICENSE-MIT", "no license");
    assert_ne!(pack(&house).digest, second);
}

#[test]
fn what_is_stale_or_lacks_a_license_is_not_packed() {
    let house = licensed();
    house.edit(READ_SPEC, "Does something", "Does anything");
    let refuse = || {
        let packed = xtask::package_schemas(house.root(), &xtask::codegen, &parcel(&house, 0));
        assert!(!house.exists("target"), "something was written");
        packed.expect_err("is refused")
    };
    let message = refuse();
    assert!(message.ends_with("\nrun `cargo xtask gen`"), "{message}");
    xtask::generate(house.root(), &xtask::codegen).expect("generates");
    house.remove("LICENSE-MIT");
    assert!(refuse().starts_with("cannot read `LICENSE-MIT`: "));
}

/// The program itself, on this repository.
#[test]
fn the_time_of_the_files() {
    let house = House::empty();
    let out = house.root().join("out");
    let run = |epoch: Option<&str>| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
        program.arg("package-schemas").arg("--out").arg(&out).env_remove("SOURCE_DATE_EPOCH");
        let output = program.envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch))).output();
        output.expect("runs")
    };
    let archive = out.join(concat!("wxopen-schemas-", env!("CARGO_PKG_VERSION"), ".tar.gz"));
    for (epoch, wanted) in [(None, 0), (Some("1700000000"), 1_700_000_000)] {
        let output = run(epoch);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(told.starts_with(&format!("{}\n", archive.display())), "{told}");
        for (path, header, _) in unpack(&archive) {
            assert_eq!(header.mtime().ok(), Some(wanted), "{path}");
        }
    }
    assert_eq!(run(Some("yesterday")).status.code(), Some(1));
}
