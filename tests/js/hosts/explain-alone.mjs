import { explainFailure } from "veriff-verify/explain";

console.log(explainFailure({ body: "{}", headers: {}, secrets: "s" })[0].cause);
