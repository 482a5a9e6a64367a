import { leaseMs } from '../../ports/store/leaseMs';

/** A request is given up after this long, as the clients have it. */
export const requestTimeoutMs = 60_000;
/** After its intent a write is sent within this long or not at all, however long limits make it wait. */
export const sendWithinMs = leaseMs.contract - requestTimeoutMs;
/** An unproven write is judged no sooner: its request has ended by then, and the lease under which it was sent. */
export const settleTimeMs = 120_000;
