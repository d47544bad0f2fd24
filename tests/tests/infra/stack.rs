//! A stack as CloudFormation would make it of a template: parameters filled in, conditions decided, nested
//! stacks given theirs. Ids and ARNs that AWS would choose are stand-ins that name the resource.

use super::template::Templates;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The region of everything here.
pub(crate) const REGION: &str = "eu-west-1";
/// The account of everything here.
pub(crate) const ACCOUNT: &str = "123456789012";

/// A stack.
#[derive(Debug)]
pub(crate) struct Stack<'a> {
    templates: &'a Templates,
    file: &'a str,
    template: &'a Value,
    parameters: BTreeMap<String, Value>,
}

impl<'a> Stack<'a> {
    /// The deployment, with these parameters and the others' defaults.
    pub(crate) fn deployed(templates: &'a Templates, given: &[(&str, &str)]) -> Self {
        let given = given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)));
        Self::of(templates, "template.yaml", given.collect())
    }

    fn of(templates: &'a Templates, file: &str, mut given: BTreeMap<String, Value>) -> Self {
        let (file, template) = templates.named(file);
        let mut parameters = BTreeMap::new();
        for (name, definition) in fields(&template["Parameters"]) {
            let value = given
                .remove(name)
                .or_else(|| definition.get("Default").cloned());
            let value = value.unwrap_or_else(|| panic!("{file}: {name} is not given"));
            let value = match definition["Type"].as_str() {
                Some("CommaDelimitedList") => json!(text(&value).split(',').collect::<Vec<_>>()),
                Some("Number") => {
                    let number = text(&value).parse::<i64>();
                    json!(number.unwrap_or_else(|_| panic!("{file}: {name} is no number")))
                }
                _ => json!(text(&value)),
            };
            parameters.insert(name.clone(), value);
        }
        assert!(
            given.is_empty(),
            "{file} has no parameters {:?}",
            given.keys()
        );
        Self {
            templates,
            file,
            template,
            parameters,
        }
    }

    /// A nested stack, by its logical id.
    pub(crate) fn nested(&self, id: &str) -> Self {
        let resource = &self.template["Resources"][id];
        assert_eq!(resource["Type"], "AWS::CloudFormation::Stack", "{id}");
        let file = text(&resource["Properties"]["TemplateURL"]);
        let given = fields(&resource["Properties"]["Parameters"]);
        let given = given.map(|(name, value)| (name.clone(), self.resolve(value)));
        Self::of(self.templates, &file, given.collect())
    }

    /// Itself and all nested stacks.
    pub(crate) fn all(&self) -> Vec<Self> {
        let own = Self {
            parameters: self.parameters.clone(),
            ..*self
        };
        let nested = fields(&self.template["Resources"])
            .filter(|(_, resource)| resource["Type"] == "AWS::CloudFormation::Stack")
            .flat_map(|(id, _)| self.nested(id).all());
        std::iter::once(own).chain(nested).collect()
    }

    /// The template's file.
    pub(crate) fn file(&self) -> &str {
        self.file
    }

    /// The parameters as they were given: names and values.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        let one = |value: &Value| match value.as_array() {
            Some(list) => list.iter().map(text).collect::<Vec<_>>().join(","),
            None => text(value),
        };
        let all = self.parameters.iter();
        all.map(|(name, value)| (name.clone(), one(value)))
            .collect()
    }

    /// Everything that is made: logical ids and types.
    pub(crate) fn kinds(&self) -> BTreeMap<String, String> {
        let resources = fields(&self.template["Resources"]);
        let made = resources.filter(|(_, resource)| self.is_made(resource));
        made.map(|(id, resource)| (id.clone(), text(&resource["Type"])))
            .collect()
    }

    fn is_made(&self, resource: &Value) -> bool {
        resource
            .get("Condition")
            .is_none_or(|name| self.holds(&text(name)))
    }

    /// The resources of a type that are made: logical id and resolved properties. SAM's defaults for
    /// functions are filled in.
    pub(crate) fn resources(&self, kind: &str) -> BTreeMap<String, Value> {
        fields(&self.template["Resources"])
            .filter(|(_, resource)| resource["Type"] == kind)
            .filter(|(_, resource)| self.is_made(resource))
            .map(|(id, resource)| {
                let mut properties = resource["Properties"].clone();
                if kind == "AWS::Serverless::Function" {
                    merge(&mut properties, &self.template["Globals"]["Function"]);
                }
                (id.clone(), self.resolve(&properties))
            })
            .collect()
    }

    /// A resource's resolved properties.
    pub(crate) fn properties(&self, id: &str) -> Value {
        let kind = text(&self.template["Resources"][id]["Type"]);
        let mut resources = self.resources(&kind);
        resources
            .remove(id)
            .unwrap_or_else(|| panic!("{id} is not made"))
    }

    /// An output.
    pub(crate) fn output(&self, name: &str) -> Value {
        let output = self.template["Outputs"].get(name);
        let output = output.unwrap_or_else(|| panic!("there is no output {name}"));
        self.resolve(&output["Value"])
    }

    /// What CloudFormation says before it begins, when parameters do not go together.
    pub(crate) fn broken_rules(&self) -> Vec<String> {
        fields(&self.template["Rules"])
            .filter(|(_, rule)| rule.get("RuleCondition").is_none_or(|it| self.decide(it)))
            .flat_map(|(_, rule)| rule["Assertions"].as_array().expect("assertions"))
            .filter(|assertion| !self.decide(&assertion["Assert"]))
            .map(|assertion| text(&assertion["AssertDescription"]))
            .collect()
    }

    fn holds(&self, condition: &str) -> bool {
        let condition = self.template["Conditions"].get(condition);
        self.decide(condition.expect("the condition is defined"))
    }

    fn decide(&self, condition: &Value) -> bool {
        let (function, argument) = call(condition).expect("a condition function");
        let arguments = || argument.as_array().expect("a list").iter();
        match function {
            "Condition" => self.holds(&text(argument)),
            "Fn::Not" => !self.decide(&argument[0]),
            "Fn::And" => arguments().all(|one| self.decide(one)),
            "Fn::Or" => arguments().any(|one| self.decide(one)),
            "Fn::Equals" => self.resolve(&argument[0]) == self.resolve(&argument[1]),
            other => panic!("{other} is not known here"),
        }
    }

    fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => {
                let items = items.iter().filter(|item| !self.is_no_value(item));
                items.map(|item| self.resolve(item)).collect()
            }
            Value::Object(members) => match call(value) {
                Some((function, argument)) => self.function(function, argument),
                None => members
                    .iter()
                    .filter(|(_, value)| !self.is_no_value(value))
                    .map(|(name, value)| (name.clone(), self.resolve(value)))
                    .collect::<Map<_, _>>()
                    .into(),
            },
            other => other.clone(),
        }
    }

    fn function(&self, function: &str, argument: &Value) -> Value {
        match function {
            "Ref" => self.reference(&text(argument)),
            "Fn::GetAtt" => self.attribute(&text(&argument[0]), &text(&argument[1])),
            "Fn::Sub" => json!(self.substitute(argument.as_str().expect("the short form"))),
            "Fn::If" => self.resolve(self.chosen(argument)),
            "Fn::Join" => {
                let parts = self.resolve(&argument[1]);
                let parts: Vec<_> = parts.as_array().expect("a list").iter().map(text).collect();
                json!(parts.join(&text(&argument[0])))
            }
            other => panic!("{other} is not known here"),
        }
    }

    fn chosen<'v>(&self, argument: &'v Value) -> &'v Value {
        &argument[if self.holds(&text(&argument[0])) {
            1
        } else {
            2
        }]
    }

    fn is_no_value(&self, value: &Value) -> bool {
        match call(value) {
            Some(("Ref", name)) => name == "AWS::NoValue",
            Some(("Fn::If", argument)) => self.is_no_value(self.chosen(argument)),
            _ => false,
        }
    }

    fn reference(&self, name: &str) -> Value {
        match name {
            "AWS::Region" => json!(REGION),
            "AWS::AccountId" => json!(ACCOUNT),
            "AWS::Partition" => json!("aws"),
            "AWS::URLSuffix" => json!("amazonaws.com"),
            _ => match self.parameters.get(name) {
                Some(value) => value.clone(),
                None => self.physical_id(name),
            },
        }
    }

    /// What `Ref` is of a resource.
    fn physical_id(&self, id: &str) -> Value {
        let resource = &self.template["Resources"][id];
        let name = match resource["Type"].as_str() {
            Some("AWS::DynamoDB::Table") => "TableName",
            Some("AWS::Events::EventBus") => "Name",
            Some("AWS::Logs::LogGroup") => "LogGroupName",
            Some("AWS::Serverless::Function") => "FunctionName",
            Some("AWS::SecretsManager::Secret" | "AWS::IAM::ManagedPolicy") => {
                return self.attribute(id, "Arn");
            }
            Some(_) => return json!(id),
            None => panic!("there is no resource {id}"),
        };
        self.resolve(&resource["Properties"][name])
    }

    fn attribute(&self, id: &str, attribute: &str) -> Value {
        let kind = text(&self.template["Resources"][id]["Type"]);
        if let Some(output) = attribute.strip_prefix("Outputs.") {
            return self.nested(id).output(output);
        }
        let service = kind.split("::").nth(1).expect("a service").to_lowercase();
        let name = || text(&self.physical_id(id));
        let resource = match kind.as_str() {
            "AWS::DynamoDB::Table" => format!("table/{}", name()),
            "AWS::Events::EventBus" => format!("event-bus/{}", name()),
            "AWS::IAM::Role" => return json!(format!("arn:aws:iam::{ACCOUNT}:role/{id}")),
            _ => id.to_owned(),
        };
        let arn = format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}");
        json!(match attribute {
            "Arn" => arn,
            "StreamArn" => format!("{arn}/stream/2026"),
            _ => format!("{id}.{attribute}"),
        })
    }

    fn substitute(&self, pattern: &str) -> String {
        let mut rest = pattern;
        let mut result = String::new();
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').expect("a closing brace");
            result += before;
            result += &match (name.strip_prefix('!'), name.split_once('.')) {
                (Some(literal), _) => format!("${{{literal}}}"),
                (None, Some((id, attribute))) => text(&self.attribute(id, attribute)),
                (None, None) => text(&self.reference(name)),
            };
            rest = after;
        }
        result + rest
    }
}

/// A function of CloudFormation's: its name and argument.
fn call(value: &Value) -> Option<(&str, &Value)> {
    let (name, argument) = value
        .as_object()
        .filter(|it| it.len() == 1)?
        .iter()
        .next()?;
    let is_function = name.starts_with("Fn::") || name == "Ref";
    // A policy's conditions have the name of a reference to one; theirs are objects.
    let is_condition = name == "Condition" && argument.is_string();
    (is_function || is_condition).then_some((name, argument))
}

/// What `defaults` has and `properties` has not, members of members too.
fn merge(properties: &mut Value, defaults: &Value) {
    for (name, default) in fields(defaults) {
        match properties.get_mut(name) {
            Some(own) => merge(own, default),
            None => properties[name] = default.clone(),
        }
    }
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A scalar as a text.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        other => panic!("{other} is not a scalar"),
    }
}
