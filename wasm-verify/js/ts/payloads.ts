/**
 * The messages as Veriff writes them. Only what `verify` insists on is sure to be there; the rest is as
 * documented, may be null, and there may be more.
 */

type Maybe<T> = T | null | undefined;

/** Any JSON object. */
export interface Payload {
  [field: string]: unknown;
}

/** The decision webhook. */
export interface DecisionPayload extends Payload {
  status?: Maybe<string>;
  verification: DecisionVerification;
  technicalData?: Maybe<{ ip?: Maybe<string> }>;
}

export interface DecisionVerification extends Payload {
  id: string;
  attemptId?: Maybe<string>;
  vendorData?: Maybe<string>;
  endUserId?: Maybe<string>;
  status: string;
  code?: Maybe<number | string>;
  reason?: Maybe<string>;
  reasonCode?: Maybe<number | string>;
  acceptanceTime?: Maybe<string>;
  submissionTime?: Maybe<string>;
  decisionTime?: Maybe<string>;
  person?: Maybe<Person>;
  document?: Maybe<Document>;
  comments?: Maybe<unknown[]>;
  additionalVerifiedData?: Maybe<Payload>;
  riskScore?: Maybe<{ score?: Maybe<number> }>;
  riskLabels?: Maybe<RiskLabel[]>;
  biometricAuthentication?: Maybe<Payload>;
  highRisk?: Maybe<boolean>;
}

export interface Person extends Payload {
  firstName?: Maybe<string>;
  lastName?: Maybe<string>;
  fullName?: Maybe<string>;
  dateOfBirth?: Maybe<string>;
  yearOfBirth?: Maybe<string>;
  gender?: Maybe<string>;
  nationality?: Maybe<string>;
  citizenship?: Maybe<string>;
  idNumber?: Maybe<string>;
  placeOfBirth?: Maybe<string>;
  addresses?: Maybe<Address[]>;
  pepSanctionMatch?: unknown;
  occupation?: Maybe<string>;
  employer?: Maybe<string>;
  extraNames?: Maybe<string>;
  title?: Maybe<string>;
}

export interface Address extends Payload {
  fullAddress?: Maybe<string>;
  parsedAddress?: Maybe<{
    city?: Maybe<string>;
    unit?: Maybe<string>;
    state?: Maybe<string>;
    street?: Maybe<string>;
    country?: Maybe<string>;
    postcode?: Maybe<string>;
    houseNumber?: Maybe<string>;
  }>;
}

export interface Document extends Payload {
  type?: Maybe<string>;
  number?: Maybe<string>;
  country?: Maybe<string>;
  state?: Maybe<string>;
  validFrom?: Maybe<string>;
  validUntil?: Maybe<string>;
  remarks?: Maybe<string>;
  placeOfIssue?: Maybe<string>;
  firstIssue?: Maybe<string>;
  issueNumber?: Maybe<string>;
  issuedBy?: Maybe<string>;
  nfcValidated?: Maybe<boolean>;
  residencePermitType?: Maybe<string>;
  specimen?: Maybe<Payload>;
}

export interface RiskLabel extends Payload {
  label?: Maybe<string>;
  category?: Maybe<string>;
  sessionIds?: Maybe<string[]>;
}

/** The event webhook. */
export interface EventPayload extends Payload {
  id: string;
  attemptId?: Maybe<string>;
  addressId?: Maybe<string>;
  feature?: Maybe<string>;
  code?: Maybe<number | string>;
  action: string;
  vendorData?: Maybe<string>;
  endUserId?: Maybe<string>;
}

/** The full auto webhook. */
export interface FullAutoPayload extends Payload {
  status?: Maybe<string>;
  eventType?: Maybe<string>;
  sessionId: string;
  attemptId?: Maybe<string>;
  vendorData?: Maybe<string>;
  endUserId?: Maybe<string>;
  version?: Maybe<string>;
  acceptanceTime?: Maybe<string>;
  time?: Maybe<string>;
  data?: Maybe<{
    verification?: Maybe<{
      decision?: Maybe<string>;
      decisionScore?: Maybe<number>;
      person?: Maybe<Payload>;
      document?: Maybe<Payload>;
      insights?: Maybe<{ label?: Maybe<string>; result?: Maybe<string>; category?: Maybe<string> }[]>;
    }>;
  }>;
}

/** The watchlist screening webhook. */
export interface WatchlistPayload extends Payload {
  checkType: string;
  sessionId?: Maybe<string>;
  attemptId?: Maybe<string>;
  vendorData?: Maybe<string>;
  endUserId?: Maybe<string>;
  matchStatus: string;
  searchTerm?: Maybe<Payload>;
  totalHits?: Maybe<number | string>;
  createdAt?: Maybe<string>;
  hits?: Maybe<Payload[]>;
}

/** The webhook of a Mexican registry. */
export interface RegistryPayload extends Payload {
  sessionId?: Maybe<string>;
  id?: Maybe<string>;
  attemptId?: Maybe<string>;
  time?: Maybe<string>;
  data?: Maybe<{ status?: Maybe<string>; code?: Maybe<number>; details?: Maybe<Payload> }>;
}

/** The webhook of user defined statuses. */
export interface UserStatusPayload extends Payload {
  sessionId: string;
  attemptId?: Maybe<string>;
  time?: Maybe<string>;
  data?: Maybe<{
    verification?: Maybe<{
      userDefinedData?: Maybe<{
        status?: Maybe<string>;
        statusCode?: Maybe<string>;
        reason?: Maybe<string>;
        reasonCode?: Maybe<string>;
        createdAt?: Maybe<string>;
      }>;
    }>;
  }>;
}
