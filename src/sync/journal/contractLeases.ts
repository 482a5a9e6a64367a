import { plusMillis } from '../../domain/calendarDate';
import type { ContractId, DatabaseId, Instant } from '../../domain/ids';
import { leaseMs } from '../../ports/store/leaseMs';
import type { Ports } from '../../ports/store/ports';

/** The name of the lease under which writers of one contract take turns. */
export function contractLease(databaseId: DatabaseId, contractId: number): string {
	return `contract/${databaseId}/${contractId}`;
}

/**
 * The contracts that one run may write to: step 1 of the write protocol.
 *
 * What was read under a lease counts only while it is held without a gap: one that ran out is not taken again, for
 * another writer may have come and gone in between.
 */
export class ContractLeases {
	private readonly renewedAt = new Map<number, Instant>();

	constructor(
		private readonly databaseId: DatabaseId,
		private readonly holder: string,
		private readonly ports: Ports,
	) {}

	/** Takes those that nobody else holds, in the order of their ids: of two runs that want the same ones, one gets all. */
	async take(contractIds: readonly number[]): Promise<void> {
		const { clock, store } = this.ports;
		for (const id of contractIds.toSorted((a, b) => a - b)) {
			const now = clock.now();
			if (await store.takeLease(contractLease(this.databaseId, id), this.holder, leaseMs.contract))
				this.renewedAt.set(id, now);
		}
	}

	has(contractId: number): boolean {
		return this.renewedAt.has(contractId);
	}

	/** Whether the lease still stands in the store. */
	async holds(contractId: number): Promise<boolean> {
		return await this.ports.store.holdsLease(contractLease(this.databaseId, contractId), this.holder);
	}

	/** Renews this contract's lease, and those of the others that get old; false where this one was lost. */
	async renew(contractId: ContractId): Promise<boolean> {
		const now = this.ports.clock.now();
		const old = [...this.renewedAt].flatMap(([id, at]) =>
			id === contractId || plusMillis(at, leaseMs.contract / 3) < now ? [id] : [],
		);
		for (const id of old) await this.renewOne(id, now);
		return this.has(contractId);
	}

	private async renewOne(id: number, now: Instant): Promise<void> {
		const name = contractLease(this.databaseId, id);
		const isHeld = (await this.holds(id)) && (await this.ports.store.takeLease(name, this.holder, leaseMs.contract));
		if (isHeld) this.renewedAt.set(id, now);
		else this.renewedAt.delete(id);
	}

	/** Gives all of them back. */
	async release(): Promise<void> {
		for (const id of this.renewedAt.keys())
			await this.ports.store.releaseLease(contractLease(this.databaseId, id), this.holder);
		this.renewedAt.clear();
	}
}
