import type { SimulatorClock } from './clock';
import type { Json, ReceivedRequest } from './http';

/** One line of a request log. It never holds a header or the query of a request. */
export interface LoggedRequest {
	readonly n: number;
	readonly time: string;
	readonly method: string;
	readonly path: string;
	/** What the simulator took it for, such as 'read', 'write', 'zone', 'login'. */
	kind: string;
	/** HTTP status; 0 while under way and where no answer was given. */
	status: number;
	ms: number;
	/** The parsed body, writes only. */
	body?: Json;
}

/** The requests a simulator has received since it started or since the log was cleared, oldest first. */
export class RequestLog {
	readonly entries: LoggedRequest[] = [];
	private last = 0;

	constructor(private readonly clock: SimulatorClock) {}

	/** Notes an arriving request; its `status` and `ms` are filled in when it ends. */
	begin(request: ReceivedRequest, kind: string): LoggedRequest {
		this.last += 1;
		const time = this.clock.now().toISOString();
		const entry: LoggedRequest = {
			n: this.last,
			time,
			method: request.method,
			path: request.path,
			kind,
			status: 0,
			ms: 0,
		};
		this.entries.push(entry);
		return entry;
	}

	/** Forgets all requests; numbers go on. */
	clear(): void {
		this.entries.length = 0;
	}
}
