/** What went wrong with a question, for a page that says what to do about it. */
export interface Fault {
  kind: 'token' | 'forbidden' | 'wrong' | 'missing' | 'busy' | 'unreachable' | 'foreign' | 'broken';
  message: string;
  /** Whether the message is the server's own; else it is what the browser says. */
  told?: boolean | undefined;
  requestId?: string | undefined;
  /** Where in the question it lies, as far as the server says: metrics, query, period. */
  path?: (string | number)[] | undefined;
}

const kinds: Record<string, Fault['kind']> = {
  UNAUTHENTICATED: 'token',
  FORBIDDEN: 'forbidden',
  BAD_REQUEST: 'wrong',
  BAD_USER_INPUT: 'wrong',
  GRAPHQL_VALIDATION_FAILED: 'broken',
  TOO_LARGE: 'wrong',
  NOT_FOUND: 'missing',
  UNAVAILABLE: 'busy',
  TIMEOUT: 'busy',
};

/** One error as GraphQL answers carry it. */
export interface WireError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

/** The fault of an answer with errors: the first one counts, in the words of the server. One without any is not Anlan's, or broke off: the page of a login, of a proxy. */
export function faultOf(errors: WireError[], response: Response): Fault {
  const first = errors[0];
  const kind = kinds[first?.extensions?.code ?? ''] ?? (response.status === 401 ? 'token' : response.status === 502 ? 'unreachable' : response.status === 503 || response.status === 504 ? 'busy' : response.status < 500 ? 'foreign' : 'broken');
  return { kind, message: first?.message ?? `${response.status} ${response.statusText} ${response.headers.get('Content-Type') ?? ''}`.trim(), told: first !== undefined, requestId: response.headers.get('X-Request-ID') ?? undefined, path: first?.path };
}

export const isFault = (e: unknown): e is Fault => typeof e === 'object' && e !== null && 'kind' in e && 'message' in e;
