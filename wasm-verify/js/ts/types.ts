/** The types of the package. Times are milliseconds since 1970, UTC: `new Date(time)`. */
import type {
  CATALOGUE, CLASSES, DECISION_STATUSES, FAILURES, KINDS, REGISTRIES, SESSION_STATUSES, SOURCES,
} from "./generated.js";
import type {
  DecisionPayload, EventPayload, FullAutoPayload, Payload, RegistryPayload, UserStatusPayload, WatchlistPayload,
} from "./payloads.js";

/** The type of a webhook. */
export type WebhookType = (typeof KINDS)[number];
/** Veriff's statuses of a decision. */
export type DecisionStatus = (typeof DECISION_STATUSES)[number];
/** Veriff's statuses of a session. */
export type SessionStatus = (typeof SESSION_STATUSES)[number];
/** Why a delivery is refused. */
export type FailureReason = Exclude<(typeof FAILURES)[number], "">;
/** The reason codes of the catalogue. Veriff adds new ones without notice. */
export type ReasonCode = (typeof CATALOGUE)[number][0];
/** What helps after a verification that failed. */
export type ReasonClass = (typeof CLASSES)[number];
/** The Mexican registries. */
export type Registry = (typeof REGISTRIES)[number];
/** Which product decided. */
export type Source = (typeof SOURCES)[number];
/** A word of Veriff's, or one that is newer than this package. */
export type Open<Word extends string> = Word | (string & {});

/** The raw body, as it came over the wire: bytes, or their text in UTF-8. */
export type Body = Uint8Array | ArrayBuffer | ArrayBufferView | string;
/** Headers as `Headers`, a plain object, `[name, value]` pairs, or Node's flat `rawHeaders`. */
export type HeaderSource =
  | { get(name: string): string | null; forEach(visit: (value: string, name: string) => void): void }
  | { readonly [name: string]: string | readonly string[] | undefined }
  | Iterable<readonly [string, string]>
  | readonly string[];

/** A request as Node's servers hand it over, not yet read. */
export interface NodeRequest {
  readonly rawHeaders: readonly string[];
  readonly readableDidRead?: boolean;
  readonly readableFlowing?: boolean | null;
  iterator?(options: { destroyOnReturn: boolean }): AsyncIterator<Uint8Array | string>;
  resume?(): unknown;
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array | string>;
}

/** Bytes in memory of their own, which a `fetch` takes as its body. */
export type OwnBytes = Uint8Array & { readonly buffer: ArrayBuffer };

/** How to verify. An environment variable may go in as it is: that it is not set is told by an error. */
export interface VerifyOptions {
  /** The raw body. Not an object: parsing and writing out again changes the bytes that were signed. */
  body: Body;
  /** The headers of the request, all of them. */
  headers: HeaderSource;
  /** The integration's shared secret, or up to five while one is being replaced. */
  secrets: string | readonly (string | undefined)[] | undefined;
  /** The integration's API key, in either case: a delivery for another one is refused. */
  apiKey?: string | undefined;
  /** `false`: never use the host's own SHA-256 (Node, Bun, Deno), only WebAssembly. */
  native?: boolean | undefined;
}

/** What came of it. */
export type VerifyResult = Verified | Refused;

/** The delivery is genuine and can be read. */
export interface Verified {
  readonly ok: true;
  /** Which of the secrets it was signed with, counted from 0. */
  readonly secretIndex: number;
  readonly webhook: Webhook;
}

/** The delivery must not be acted on. */
export interface Refused {
  readonly ok: false;
  readonly reason: FailureReason;
  /** What to look for, for the log. Do not answer with it. */
  readonly hint: string;
  /** Whether the signature was right all the same: then keep the body, for it came from Veriff. */
  readonly genuine: boolean;
  /** What to answer: 401 for what is not genuine, 413 for what is too large, 400 for what cannot be read. */
  readonly httpStatus: 400 | 401 | 413;
  /** The field that is wrong, such as `verification.status`. */
  readonly path?: string;
}

interface Common<Type extends WebhookType, Json> {
  readonly type: Type;
  readonly sessionId: string;
  readonly attemptId: string | null;
  /** Unmodified what the session was created with. */
  readonly vendorData: string | null;
  /** Unmodified what the session was created with. */
  readonly endUserId: string | null;
  /** The decision: null for every type but `decision` and `fullauto`. */
  readonly status: Open<DecisionStatus> | null;
  /** What the person did: null for every type but `event`. */
  readonly action: string | null;
  readonly code: number | null;
  /** Why not approved, in Veriff's words. */
  readonly reason: string | null;
  /** See `reason()`. */
  readonly reasonCode: number | null;
  readonly decisionTime: number | null;
  readonly submissionTime: number | null;
  /** When the session was generated, despite the name. */
  readonly acceptanceTime: number | null;
  /**
   * The whole message: the verified bytes, parsed anew at each call. It is about a person, and no part of what
   * `JSON.stringify` writes of the webhook.
   */
  payload(): Json;
  /** What in the message was unexpected: names and counts, never values. */
  drift(): Drift;
}

/** What Veriff decided about an attempt. */
export interface DecisionWebhook extends Common<"decision", DecisionPayload> {
  readonly status: Open<DecisionStatus>;
  readonly action: null;
  /** It decides nothing: 9104 is both expired and abandoned. Not all messages have it. */
  readonly code: number | null;
}

/** The person began, or finished. */
export interface EventWebhook extends Common<"event", EventPayload> {
  readonly status: null;
  readonly action: Open<"started" | "submitted">;
  readonly feature: string | null;
}

/** What Veriff's automation decided. */
export interface FullAutoWebhook extends Common<"fullauto", FullAutoPayload> {
  readonly action: null;
  readonly code: null;
  /** `success` or `fail`: of the automation, not of the person. */
  readonly automation: Open<"success" | "fail"> | null;
}

/** Whom sanctions and other lists name. An old one names only the attempt. */
export interface WatchlistWebhook extends Omit<Common<"watchlist", WatchlistPayload>, "sessionId"> {
  readonly sessionId: string | null;
  readonly status: null;
  readonly checkType: Open<"initial_result" | "updated_result">;
  readonly matchStatus: Open<"possible_match" | "no_match">;
  readonly totalHits: number | null;
  readonly createdAt: number | null;
}

/** What a Mexican registry answered. */
export interface RegistryWebhook<Type extends Registry = Registry> extends Common<Type, RegistryPayload> {
  readonly status: null;
  /** The registry's own word. */
  readonly registryStatus: string | null;
  readonly time: number | null;
}

/** A status of the company's own. The decision stands. */
export interface UserStatusWebhook extends Common<"user-status", UserStatusPayload> {
  readonly status: null;
  /** Null: see `userReasonCode`. */
  readonly reasonCode: null;
  readonly statusCode: string;
  /** As the company named it. */
  readonly statusName: string | null;
  readonly userReasonCode: string | null;
  readonly time: number | null;
}

/** A genuine message of a type that this package does not know. */
export interface UnknownWebhook extends Omit<Common<"unknown", Payload>, "sessionId"> {
  readonly sessionId: string | null;
  readonly status: null;
  readonly eventType: string | null;
}

/** A verified message of Veriff's; `type` tells which. */
export type Webhook =
  | DecisionWebhook | EventWebhook | FullAutoWebhook | WatchlistWebhook
  | RegistryWebhook<"ine"> | RegistryWebhook<"curp"> | RegistryWebhook<"ine-curp">
  | UserStatusWebhook | UnknownWebhook;

/** What was unexpected in a message. */
export interface Drift {
  readonly unexpectedTypes: number;
  readonly unknownStatus: number;
  readonly unknownCode: number;
  readonly codeDisagrees: number;
  readonly unknownFields: number;
  /** Up to 16 places. */
  readonly paths: readonly string[];
}

/** What is known of a session, given all webhooks that were applied, in whatever order they came. */
export interface SessionState {
  /** What to store, and to pass to `applyWebhook` with the next webhook. */
  readonly stored: string;
  readonly status: SessionStatus;
  /** The decision that gives the status, if one does. */
  readonly outcome: Outcome | null;
  readonly currentAttemptId: string | null;
  readonly acceptanceTime: number | null;
  /** How many attempts ended with a request to try again. */
  readonly resubmissions: number;
  /** How many attempts full auto and the decision webhook judge differently. */
  readonly disagreements: number;
  /** Whether the person was ever there. */
  readonly opened: boolean;
  /** Whether it was decided differently before. */
  readonly revised: boolean;
  /** Whether several attempts are undecided and nothing orders them: `GET attempts` would settle it. */
  readonly ambiguous: boolean;
  readonly watchlist: Pick<WatchlistWebhook, "matchStatus" | "checkType" | "totalHits" | "createdAt"> | null;
  readonly userStatus: Pick<UserStatusWebhook, "statusCode" | "time"> | null;
  readonly registries: readonly { registry: Registry; registryStatus: string; time: number | null }[];
}

/** The decision that gives a session its status. */
export interface Outcome {
  readonly status: DecisionStatus;
  readonly attemptId: string | null;
  readonly source: Source;
  readonly code: number | null;
  readonly reason: string | null;
  readonly reasonCode: number | null;
  readonly decisionTime: number | null;
  readonly submissionTime: number | null;
}

/** What is known of a reason code. */
export interface Reason {
  readonly code: ReasonCode;
  readonly class: ReasonClass;
  /** For staff: it may name a suspicion. */
  readonly meaning: string;
  /** For the person: neutral. */
  readonly sentence: string;
}
