/** How long a lease of each kind is held when its holder does not renew it, as one that died. */
export const leaseMs = {
	/** A place among Autotask's calls: outlives the request that is sent in it, and what passes before the sending. */
	slot: 75_000,
	/** A contract, renewed before each write: outlives the request that is sent under it. */
	contract: 90_000,
	/** A service that is added to Autotask. */
	service: 120_000,
	/** A company that is imported, and a run that imports all of them. */
	import: 300_000,
	/** A check, renewed before each group of its requests. */
	check: 600_000,
} as const;
