//! Template files, with CloudFormation's short tags written out as the functions that they stand for.

use serde_json::{Map, Value, json};
use serde_norway::Value as Yaml;
use std::collections::BTreeMap;
use std::fs;

/// The folder's templates, by file name.
#[derive(Debug)]
pub(crate) struct Templates(BTreeMap<String, Value>);

impl Templates {
    /// Reads every CloudFormation template of the folder itself.
    pub(crate) fn read() -> Self {
        let mut templates = BTreeMap::new();
        for entry in fs::read_dir(super::root().join("infra")).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("it is text");
            let yaml: Yaml = serde_norway::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let template = written_out(&yaml);
            if template.get("Resources").is_some() {
                let name = path.file_name().expect("a name").to_string_lossy();
                templates.insert(name.into_owned(), template);
            }
        }
        Self(templates)
    }

    /// A template by its file's name.
    pub(crate) fn get(&self, file: &str) -> &Value {
        self.named(file).1
    }

    /// A template with its file's name.
    pub(crate) fn named(&self, file: &str) -> (&str, &Value) {
        let (file, template) = self
            .0
            .get_key_value(file)
            .unwrap_or_else(|| panic!("there is no infra/{file}"));
        (file, template)
    }

    /// All of them: file name and template.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(file, template)| (&**file, template))
    }
}

/// YAML as JSON: `!Ref x` is `{"Ref": "x"}`, `!GetAtt a.b` is `{"Fn::GetAtt": ["a", "b"]}`, `!X y` is
/// `{"Fn::X": y}`.
fn written_out(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(it) => json!(it),
        Yaml::Number(it) => serde_json::to_value(it).expect("a number"),
        Yaml::String(it) => json!(it),
        Yaml::Sequence(items) => items.iter().map(written_out).collect(),
        Yaml::Mapping(fields) => {
            let fields = fields.iter().map(|(key, value)| {
                let key = key.as_str().expect("keys are texts").to_owned();
                (key, written_out(value))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let value = written_out(&tagged.value);
            match tag.trim_start_matches('!') {
                name @ ("Ref" | "Condition") => json!({ name: value }),
                "GetAtt" => {
                    let text = value.as_str().expect("Resource.Attribute");
                    let (resource, attribute) = text.split_once('.').expect("with a dot");
                    json!({ "Fn::GetAtt": [resource, attribute] })
                }
                name => json!({ format!("Fn::{name}"): value }),
            }
        }
    }
}

#[test]
fn short_tags_are_written_out() {
    let yaml: Yaml = serde_norway::from_str(
        "{a: !Ref B, c: !GetAtt D.Outputs.E, f: !If [G, !Sub '${H}', [1, true, null]]}",
    )
    .expect("YAML");
    assert_eq!(
        written_out(&yaml),
        json!({
            "a": { "Ref": "B" },
            "c": { "Fn::GetAtt": ["D", "Outputs.E"] },
            "f": { "Fn::If": ["G", { "Fn::Sub": "${H}" }, [1, true, null]] },
        })
    );
}
