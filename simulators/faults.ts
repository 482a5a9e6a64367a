import { jsonAnswer, type Answer, type Outcome, type ReceivedRequest } from './http';
import { type Spoil, spoiltAnswer } from './spoil';

/** What happens to a request that a fault plan hits. */
export type FaultAction =
	/** The request takes effect, then its socket is closed without an answer. */
	| { readonly kind: 'loseAnswerAfterEffect' }
	/** The socket is closed, nothing took effect. */
	| { readonly kind: 'closeBeforeEffect' }
	/** A given answer instead of the real one; without `afterEffect` nothing took effect. */
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly body?: string;
			readonly contentType?: string;
			readonly retryAfter?: string;
			readonly afterEffect?: boolean;
	  }
	/** The request takes effect, its answer breaks off in the middle. */
	| { readonly kind: 'truncateJson' }
	/** The request takes effect, and its answer is a whole one with the first half of its body. */
	| { readonly kind: 'halveBody' }
	/** The request takes effect, and rows of its answer are sent otherwise than they are held. */
	| { readonly kind: 'spoilRows'; readonly spoils: readonly Spoil[] }
	/** The request waits, then goes on as usual. */
	| { readonly kind: 'delay'; readonly delayMs: number }
	/** The request waits for a release: before it takes effect, or after it and before the answer. */
	| { readonly kind: 'hold'; readonly effect: 'beforeRelease' | 'afterRelease' };

/** Which requests are hit, and how. */
export interface FaultPlan {
	readonly method?: string;
	/** Regular expression, matched against the path without query, ignoring case. */
	readonly path?: string;
	/** The first matching request that is hit, counted from 1 (default 1). */
	readonly nth?: number;
	/** How many matching requests are hit from there on (default 1; 0 = all). */
	readonly times?: number;
	readonly action: FaultAction;
}

/** A request that waits for its release. */
export interface HeldRequest {
	readonly id: number;
	readonly method: string;
	readonly path: string;
	/** True where the request has taken effect already. */
	readonly effective: boolean;
}

/** What a release does: goes on (takes effect if it has not, answers), or closes the socket without more effect. */
export type ReleaseHow = 'answer' | 'drop';

interface ActivePlan {
	readonly plan: FaultPlan;
	seen: number;
}

interface Waiting {
	readonly request: HeldRequest;
	readonly go: (how: ReleaseHow) => void;
}

/** The fault plans of one simulator, and the requests they hold. */
export class Faults {
	private plans: ActivePlan[] = [];
	private readonly waiting: Waiting[] = [];
	private readonly watchers = new Set<() => void>();
	private lastId = 0;

	/** Adds a plan; plans are tried in the order they were added and the first that hits is applied. */
	add(plan: FaultPlan): void {
		this.plans.push({ plan, seen: 0 });
	}

	/** Removes all plans; held requests stay held. */
	clear(): void {
		this.plans = [];
	}

	/** Runs a request under the plans. */
	async run(request: ReceivedRequest, perform: () => Promise<Answer>): Promise<Outcome> {
		const action = this.hit(request);
		if (action === undefined) return { kind: 'answer', answer: await perform() };
		switch (action.kind) {
			case 'closeBeforeEffect':
				return { kind: 'close' };
			case 'loseAnswerAfterEffect':
				await perform();
				return { kind: 'close' };
			case 'truncateJson':
				return { kind: 'truncate', answer: await perform() };
			case 'halveBody':
				return { kind: 'answer', answer: halved(await perform()) };
			case 'spoilRows':
				return { kind: 'answer', answer: spoiltAnswer(await perform(), action.spoils) };
			case 'status':
				if (action.afterEffect === true) await perform();
				return { kind: 'answer', answer: faultAnswer(action) };
			case 'delay':
				await new Promise((resolve) => setTimeout(resolve, action.delayMs));
				return { kind: 'answer', answer: await perform() };
			case 'hold':
				return this.hold(request, action.effect, perform);
		}
	}

	/** The requests held now, oldest first. */
	held(): readonly HeldRequest[] {
		return this.waiting.map((one) => one.request);
	}

	/** Resolves with the held requests as soon as there is one, or with none after `timeoutMs`. */
	async waitForHeld(timeoutMs = 30_000): Promise<readonly HeldRequest[]> {
		if (this.waiting.length === 0) {
			await new Promise<void>((resolve) => {
				const done = (): void => {
					clearTimeout(timer);
					this.watchers.delete(done);
					resolve();
				};
				const timer = setTimeout(done, timeoutMs);
				this.watchers.add(done);
			});
		}
		return this.held();
	}

	/** Releases one held request, or all; says how many. */
	release(id?: number, how: ReleaseHow = 'answer'): number {
		const released = this.waiting.filter((one) => id === undefined || one.request.id === id);
		for (const one of released) {
			this.waiting.splice(this.waiting.indexOf(one), 1);
			one.go(how);
		}
		return released.length;
	}

	private hit(request: ReceivedRequest): FaultAction | undefined {
		for (const active of this.plans) {
			const { method, path, nth = 1, times = 1, action } = active.plan;
			if (method !== undefined && method.toUpperCase() !== request.method) continue;
			if (path !== undefined && !new RegExp(path, 'i').test(request.path)) continue;
			active.seen += 1;
			if (active.seen >= nth && (times === 0 || active.seen < nth + times)) return action;
		}
		return undefined;
	}

	private async hold(
		request: ReceivedRequest,
		effect: 'beforeRelease' | 'afterRelease',
		perform: () => Promise<Answer>,
	): Promise<Outcome> {
		const done = effect === 'beforeRelease' ? await perform() : undefined;
		const how = await new Promise<ReleaseHow>((go) => {
			this.lastId += 1;
			const held = { id: this.lastId, method: request.method, path: request.path, effective: done !== undefined };
			this.waiting.push({ request: held, go });
			for (const watcher of [...this.watchers]) watcher();
		});
		if (how === 'drop') return { kind: 'close' };
		return { kind: 'answer', answer: done ?? (await perform()) };
	}
}

function halved({ body = '', ...answer }: Answer): Answer {
	return { ...answer, body: body.slice(0, Math.floor(body.length / 2)) };
}

function faultAnswer(action: Extract<FaultAction, { kind: 'status' }>): Answer {
	const retryAfter: Record<string, string> =
		action.retryAfter === undefined ? {} : { 'Retry-After': action.retryAfter };
	if (action.body === undefined) return { status: action.status, headers: retryAfter };
	if (action.contentType === undefined && action.body.startsWith('{')) {
		return { ...jsonAnswer(action.status, null, retryAfter), body: action.body };
	}
	return {
		status: action.status,
		headers: { 'Content-Type': action.contentType ?? 'text/html; charset=utf-8', ...retryAfter },
		body: action.body,
	};
}
