import type { PlanSettings } from '../../domain/settings';
import type { AutotaskPort } from '../../ports/autotask/autotask';
import type { MarketplacePort } from '../../ports/marketplace';
import type { Ports } from '../../ports/store/ports';

/** Settings of the node; time zone and meaning of the expiration date are the connection's. */
export type BuildSettings = Omit<PlanSettings, 'timeZone' | 'expirationIs'>;

export type BuildPorts = Ports & { readonly autotask: AutotaskPort; readonly marketplace: MarketplacePort };
