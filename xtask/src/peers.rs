//! What the benchmarks compare with: the peers in Node and in Python.

use std::path::Path;

use crate::node;
use crate::python::PythonEnvironment;
use crate::tools::ToolError;

/// npm projects, each with its lock file.
const NODE: [&str; 2] = [
    "tests/benchmarks/peers/express",
    "tests/benchmarks/peers/node",
];

/// boto3, as pip resolves it, with nothing left to choose.
const PYTHON: PythonEnvironment = PythonEnvironment {
    folder: ".tools/bench",
    packages: &[
        "boto3==1.43.108",
        "botocore==1.43.127",
        "jmespath==1.1.0",
        "python-dateutil==2.9.0.post0",
        "s3transfer==0.19.3",
        "six==1.17.0",
        "urllib3==2.8.0",
    ],
};

/// Installs what is missing.
pub(crate) fn install(root: &Path) -> Result<(), ToolError> {
    for folder in NODE {
        node::install_packages(&root.join(folder))?;
    }
    PYTHON.install(root)?;
    Ok(())
}
