/** What one would validate a decision webhook with, made of one description of its documented fields. */
import Ajv from "ajv";
import * as v from "valibot";
import { z } from "zod";

/** A field that must be there: a text, or a whole number. The others may be absent or null. */
const TEXT = "text";
const INTEGER = "integer";
const text = { maybe: "text" };
const number = { maybe: "number" };
const flag = { maybe: "flag" };
const anything = { maybe: "anything" };
const object = (fields) => ({ maybe: { fields } });
const listOf = (each) => ({ maybe: { each } });
const all = (type, names) => Object.fromEntries(names.split(" ").map((name) => [name, type]));

/** The fields whose types veriff-verify checks in a decision webhook. */
const DECISION = {
  ...all(text, "status"),
  verification: {
    fields: {
      ...all(TEXT, "id status"),
      code: INTEGER,
      ...all(text, "attemptId vendorData endUserId reason acceptanceTime submissionTime decisionTime"),
      reasonCode: number,
      person: object({
        ...all(text, "firstName lastName fullName dateOfBirth yearOfBirth gender nationality idNumber placeOfBirth"),
        ...all(text, "citizenship occupation employer extraNames title"),
        pepSanctionMatch: anything,
        addresses: listOf({
          fields: {
            fullAddress: text,
            parsedAddress: object(all(text, "city unit state street country postcode houseNumber")),
          },
        }),
      }),
      document: object({
        ...all(text, "type number country state validFrom validUntil remarks placeOfIssue firstIssue issueNumber issuedBy"),
        residencePermitType: text,
        nfcValidated: flag,
        specimen: object({}),
      }),
      comments: listOf(anything),
      additionalVerifiedData: object({
        ...all(number, "estimatedAge estimatedGender"),
        ...all(text, "driversLicenseNumber processNumber"),
        ...all(object({}), "driversLicenseCategory cpfValidation ineBiometricRegistryValidation registryValidation"),
        ...all(listOf(anything), "driversLicenseCategories UKTFCheckResult validationResults"),
        proofOfAddress: object({
          nameMatch: flag,
          nameMatchPercentage: number,
          documentType: text,
          fraud: object({ ...all(text, "riskLevel reason reasonDescription"), indicators: listOf(anything) }),
        }),
      }),
      riskScore: object({ score: number }),
      riskLabels: listOf({ fields: { ...all(text, "label category"), sessionIds: listOf(anything) } }),
      biometricAuthentication: object({
        ...all(text, "matchedSessionId matchedSessionVendorData matchedSessionEndUserId"),
        details: object({}),
      }),
      highRisk: flag,
    },
  },
  technicalData: object({ ip: text }),
};

/** Builds a schema of the description, given how a library writes each kind of it. */
function build(field, kinds) {
  if (field.maybe) return kinds.maybe(build(field.maybe, kinds));
  if (field.each) return kinds.list(build(field.each, kinds));
  if (!field.fields) return kinds[field]();
  return kinds.object(Object.fromEntries(Object.entries(field.fields).map(([name, inner]) => [name, build(inner, kinds)])));
}

const whole = { fields: DECISION };
const isRequired = (schema) => !schema.nullable;

/** Whether a parsed message is as described. */
export const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
  build(whole, {
    text: () => ({ type: "string" }),
    integer: () => ({ type: "integer" }),
    number: () => ({ type: "number" }),
    flag: () => ({ type: "boolean" }),
    anything: () => ({ type: ["string", "number", "boolean", "object", "array"] }),
    maybe: (schema) => ({ ...schema, nullable: true }),
    list: (items) => ({ type: "array", items }),
    object: (properties) => ({
      type: "object",
      properties,
      required: Object.keys(properties).filter((name) => isRequired(properties[name])),
    }),
  }),
);

const zodSchema = build(whole, {
  text: () => z.string(),
  integer: () => z.int(),
  number: () => z.number(),
  flag: () => z.boolean(),
  anything: () => z.unknown(),
  maybe: (schema) => schema.nullish(),
  list: (each) => z.array(each),
  object: (fields) => z.object(fields),
});

const valibotSchema = build(whole, {
  text: () => v.string(),
  integer: () => v.pipe(v.number(), v.integer()),
  number: () => v.number(),
  flag: () => v.boolean(),
  anything: () => v.unknown(),
  maybe: (schema) => v.nullish(schema),
  list: (each) => v.array(each),
  object: (fields) => v.object(fields),
});

/** The message as described; throws if it is not. */
export const zod = (message) => zodSchema.parse(message);

/** The message as described; throws if it is not. */
export const valibot = (message) => v.parse(valibotSchema, message);
