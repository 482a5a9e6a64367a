import type { Clock } from '../clock';
import type { StorePort } from './store';

/** What the use cases are given. */
export interface Ports {
	readonly clock: Clock;
	readonly store: StorePort;
}
