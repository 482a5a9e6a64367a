import type { CompanyId, ConnectionId } from '../../domain/ids';
import type { ImportWishes } from '../../domain/mapping/newCustomer';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Ports } from '../../ports/store/ports';

/** What an import works with. */
export interface ImportPorts extends Ports {
	readonly autotask: AutotaskPort;
	readonly marketplace: MarketplacePort;
}

/** A company that is to be a customer of the marketplace. */
export interface WantedImport {
	readonly connectionId: ConnectionId;
	readonly companyId: CompanyId;
	readonly wishes: ImportWishes;
	/** Leaves it out where the marketplace has a customer of that name: it may be the same one. */
	readonly leavesOutNamesakes: boolean;
	readonly by?: string;
}
