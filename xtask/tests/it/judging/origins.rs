//! Where schemas come from, on this repository's own and on those of a small one, and the exit
//! codes.

use std::path::Path;
use std::process::Command;

use expect_test::{Expect, expect};
use xtask::{Parcel, Verdict, load_schemas, schema_changes};

use crate::house::{House, READ_SPEC};

const SCHEMAS: &str = "crates/wxopen-api/schemas";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("inside the repository")
}

#[test]
fn our_own_schemas_against_themselves() {
    let root = repository();
    let folder = root.join(SCHEMAS).display().to_string();
    let bundle = format!("{folder}/wxopen.json");
    for (old, new) in [(&folder, &folder), (&folder, &bundle), (&bundle, &folder)] {
        let load = |origin: &str| load_schemas(root, origin).expect("schemas");
        let changes = schema_changes(&load(old), &load(new));
        assert_eq!(changes.iter().count(), 0, "{changes}");
    }
}

/// Gives an endpoint members in both directions and a code.
fn members(house: &House) {
    // What is required of a reply is believed only where it agrees with the documents.
    house.edit(READ_SPEC, "sampled", "verified");
    house.edit(READ_SPEC, "json = '''{}'''", SAMPLE);
    house.write(READ_SPEC, &format!("{}{MEMBERS}", house.read(READ_SPEC)));
    xtask::generate(house.root(), &xtask::codegen).expect("the specification is right");
}

const SAMPLE: &str = r#"json = '''{"kind": 1}'''"#;

const MEMBERS: &str = r#"
[[request]]
wire = "kind"
type = "int"
required = true
doc = { en = "Which kind.", zh = "种类。" }

[[reply]]
wire = "kind"
type = "int"
required = true
doc = { en = "Which kind it is.", zh = "种类。" }

[[reply]]
wire = "marks"
type = "list<text>"
doc = { en = "What is written on it.", zh = "标记。" }

[[error]]
code = 700401
name = "NoSuchThing"
errmsg = "no thing"
class = "state"
meaning = { en = "There is no such thing.", zh = "没有该物品。" }
remedy = { en = "Name another.", zh = "请换一个。" }
"#;

/// Edits the specification of a small repository, and tells what became of its schemas.
fn check_edit(from: &str, to: &str, told: Expect) {
    let house = House::new();
    members(&house);
    let load = || load_schemas(house.root(), &folder(&house)).expect("schemas");
    let old = load();
    house.edit(READ_SPEC, from, to);
    xtask::generate(house.root(), &xtask::codegen).expect("the specification is still right");
    told.assert_eq(&format!("{}\n", schema_changes(&old, &load())));
}

fn folder(house: &House) -> String {
    house.root().join(SCHEMAS).display().to_string()
}

#[test]
fn one_fact_of_a_specification() {
    check_edit(
        "Which kind it is.",
        "Which kind it is!",
        expect![[r#"
        getThing
          reply, reply.documented: `$id` of release `0.1.0` came back with other content

        2 interfaces: 1 the same, 1 changed, 0 breaking; 0 changes would break consumers, 1 would not
    "#]],
    );
    check_edit(
        "required = true\ndoc = { en = \"Which kind it",
        "doc = { en = \"Which kind it",
        expect![[r#"
            getThing
            ! reply `kind`: `string or integer` became `string or integer or null`
            ! reply, reply.documented `kind`: no longer required
              reply, reply.documented: `$id` of release `0.1.0` came back with other content

            2 interfaces: 1 the same, 0 changed, 1 breaking; 2 changes would break consumers, 1 would not
        "#]],
    );
    check_edit(
        "required = true\ndoc = { en = \"Which kind.",
        "doc = { en = \"Which kind.",
        expect![[r#"
            getThing
              request, request.strict `kind`: no longer required
              request, request.strict: `$id` of release `0.1.0` came back with other content

            2 interfaces: 1 the same, 1 changed, 0 breaking; 0 changes would break consumers, 2 would not
        "#]],
    );
    check_edit(
        "list<text>",
        "list<int>",
        expect![[r#"
        getThing
          reply `marks[]`: `string or number or boolean` became `string or integer`
          reply `marks[]`: `pattern` of the string: `"^-?[0-9]{1,18}$"` added
        ! reply.documented `marks[]`: `string` became `integer`
          reply, reply.documented: `$id` of release `0.1.0` came back with other content

        2 interfaces: 1 the same, 0 changed, 1 breaking; 1 change would break consumers, 3 would not
    "#]],
    );
    check_edit(
        "wire = \"marks\"",
        "wire = \"signs\"\naliases = [\"marks\"]",
        expect![[r#"
        getThing
          reply, reply.documented `signs`: added
        ! reply.documented `marks`: removed
          reply, reply.documented: `$id` of release `0.1.0` came back with other content

        2 interfaces: 1 the same, 0 changed, 1 breaking; 1 change would break consumers, 2 would not
    "#]],
    );
    check_edit(
        "name = \"NoSuchThing\"",
        "name = \"Gone\"",
        expect![[r#"
        getThing
        ! errors `700401`: renamed from `NoSuchThing` to `Gone`
          errors: `$id` of release `0.1.0` came back with other content

        2 interfaces: 1 the same, 0 changed, 1 breaking; 1 change would break consumers, 1 would not
    "#]],
    );
}

#[test]
fn a_revision() {
    let house = House::new();
    members(&house);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
        // Tests may be run by a hook of git, whose variables name our own repository.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            git.env_remove(variable);
        }
        let output = git.current_dir(house.root()).output().expect("git");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--no-gpg-sign", "--message", "one"]);
    house.edit(&format!("{SCHEMAS}/thing-managment/getThing.request.json"), "\"kind\"", "\"sort\"");
    let load = |origin: &str| load_schemas(house.root(), origin);
    let (old, new) = (load("git:HEAD").expect("schemas"), load(&folder(&house)).expect("schemas"));
    expect![[r#"
        getThing
        ! request `kind`: removed
        ! request `sort`: added, required
          request: `$id` of release `0.1.0` came back with other content

        2 interfaces: 1 the same, 0 changed, 1 breaking; 2 changes would break consumers, 1 would not
    "#]].assert_eq(&format!("{}\n", schema_changes(&old, &new)));
    for no_revision in ["git:", "git:--output=stolen", "git:nothing"] {
        let message = load(no_revision).expect_err("is no revision");
        assert!(message.starts_with(&format!("{no_revision}: ")), "{message}");
    }
    assert!(!house.exists("stolen"));
}

#[test]
fn an_archive() {
    let house = House::new();
    members(&house);
    house.write("LICENSE-APACHE", "free");
    house.write("LICENSE-MIT", "free");
    let parcel = Parcel { version: "9".to_owned(), out: house.root().join("out"), time: 0 };
    let packed = xtask::package_schemas(house.root(), &xtask::codegen, &parcel).expect("packs");
    let load = |origin: &str| load_schemas(house.root(), origin);
    let archive = packed.path.display().to_string();
    let (old, new) = (load(&archive).expect("schemas"), load(&folder(&house)).expect("schemas"));
    assert_eq!(schema_changes(&old, &new).verdict(), Verdict::Same);
    house.write("out/no.tar.gz", "no archive");
    for unreadable in ["out/no.tar.gz", "out/gone.tar.gz", "out", "gone.json"] {
        let origin = house.root().join(unreadable).display().to_string();
        let message = load(&origin).expect_err("is unreadable");
        assert!(message.starts_with(&format!("{origin}: ")), "{message}");
    }
}

/// The program itself.
#[test]
fn exit_codes() {
    let house = House::new();
    let schema = |name: &str, schema: &str| {
        let bundle = format!(r#"{{"$defs": {{"getThing.request": {schema}}}}}"#);
        house.write(name, &bundle);
        house.root().join(name).display().to_string()
    };
    let none = schema("none.json", r#"{"type": "object"}"#);
    let one = schema("one.json", r#"{"type": "object", "properties": {"a": true}}"#);
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = program.arg("schema-compat").args(arguments).output().expect("runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    assert_eq!(run(&[&none, &none]).0, Some(0));
    assert_eq!(run(&[&none, &one]).0, Some(1));
    assert_eq!(run(&[&one, &none]).0, Some(2));
    assert_eq!(run(&[&one, "gone.json"]).0, Some(3));
    assert_eq!(run(&["gone.json", &one]), (Some(3), String::new()));
    expect![[r#"
        {
          "verdict": "breaking",
          "changes": [
            {
              "interface": "getThing",
              "views": [
                "request"
              ],
              "member": "a",
              "kind": "member-removed",
              "breaking": true,
              "text": "removed"
            }
          ]
        }
    "#]]
    .assert_eq(&run(&["--json", &one, &none]).1);
    expect![[r#"
        {
          "verdict": "same",
          "changes": []
        }
    "#]]
    .assert_eq(&run(&["--json", &one, &one]).1);
}
