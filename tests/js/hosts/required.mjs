/** A module that a CommonJS program asks for with `require`. */
export * from "veriff-verify";
