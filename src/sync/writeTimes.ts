/** A request is given up after this long. */
export const requestTimeoutMs = 30_000;
/** A contract's lease outlives the request that is sent under it. */
export const leaseMs = 60_000;
/** An unproven write is judged no sooner: it outlives request and lease. */
export const settleTimeMs = 90_000;
