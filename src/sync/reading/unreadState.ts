import type { CompanyId, ContractId, ServiceId } from '../../domain/ids';
import type { UnreadPart } from '../../ports/unread';

/** What of Autotask could not be read, with why: nothing is planned on half of what it holds. */
export interface UnreadState {
	readonly companies: Map<CompanyId, string>;
	/** Companies of which a contract, or a part of one, could not be read. */
	readonly contractsOf: Map<CompanyId, string>;
	/** Contracts that could not be read themselves, or of which a line or unit row could not. */
	readonly contracts: Map<ContractId, string>;
	readonly services: Map<ServiceId, string>;
	readonly currencies: string[];
}

export function nothingUnread(): UnreadState {
	return {
		companies: new Map(),
		contractsOf: new Map(),
		contracts: new Map(),
		services: new Map(),
		currencies: [],
	};
}

/** Keeps why the first row of each could not be read. */
export function keptIn<Of>(map: Map<Of, string>): (part: UnreadPart<Of>) => void {
	return ({ of, why }) => {
		if (!map.has(of)) map.set(of, why);
	};
}
