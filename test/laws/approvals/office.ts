import type { ContractId, TaskId } from '../../../src/domain/ids';
import type { ContractPlan } from '../../../src/domain/plan/plan';
import { isPlanned } from '../../../src/domain/plan/standingPlan';
import type { SyncTask } from '../../../src/domain/task/task';
import { openStore } from '../../../src/store/openStore';
import { adoptLines } from '../../../src/sync/adopting/adoptLines';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { ignoreTasks } from '../../../src/sync/deciding/ignoreTasks';
import { restoreTasks } from '../../../src/sync/deciding/restoreTasks';
import { retryTasks } from '../../../src/sync/deciding/retryTasks';
import { changePlan } from '../../../src/sync/planning/changePlan';
import { getTask } from '../../../src/sync/tasks/listTasks';
import { buildSettings, ci, connection, openAutotask, openMarketplace, syncOptions } from '../../sync/fixtureClients';
import { runChain, type RunPorts, type RunSettings, sync } from '../../sync/fixtureRun';
import { contractId, type World } from '../../sync/fixtureWorld';
import { Matching } from './matching';
import { changeOf } from './changeOf';
import { Outside, twinId } from './outside';
import { rowsOf, Shown } from './shown';
import { people, type Person, type Step, type Story, type Which } from './steps';

const { connectionId } = connection;
const unseen = '000000000000';
type Of<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

/** Where a story takes place: a store on disk, both systems, and two people with what they have been shown. */
export class Office {
	readonly shown = new Shown();
	private readonly matching: Matching;
	private readonly outside: Outside;
	private ports: RunPorts & { store: World['store'] };
	private settings: RunSettings;
	private readonly wrongAnswers: string[] = [];

	constructor(
		private readonly world: World,
		story: Story,
		private readonly file: string,
	) {
		const { clock, store, autotask, marketplace } = world;
		this.ports = { clock, store, autotask, marketplace };
		this.matching = new Matching(world, this.shown);
		this.outside = new Outside(world, story, () => this.ports);
		this.settings = { check: { processAutomatically: false, sweep: 'everyCheck' } };
	}

	get wrong(): readonly string[] {
		return [...this.matching.wrong, ...this.wrongAnswers, ...this.shown.wrong()];
	}

	async close(): Promise<void> {
		const { marketplaceSide, autotaskSide } = this.world;
		await Promise.all([this.ports.store.close(), marketplaceSide.close(), autotaskSide.close()]);
	}

	/** Takes a step, and looks at what Autotask has accepted by then. */
	async take(step: Step): Promise<void> {
		this.pass(1 / 60);
		this.matching.passOver();
		if (await this.outside.take(step)) return this.matching.passOver();
		await this.inside(step);
		const log = [...(await this.ports.store.readLog(connectionId))].reverse();
		const journal = await this.ports.store.journal(ci, [contractId, twinId] as ContractId[]);
		this.matching.look({ tasks: await this.tasks(), journal, log });
	}

	/** Both look, approve what they have seen and have it written, until nothing more comes: then all is once more. */
	async end(): Promise<void> {
		for (const who of [...people, ...people]) {
			await this.take({ do: 'wait', hours: 24 });
			await this.take({ do: 'run' });
			await this.take({ do: 'look', who });
			await this.take({ do: 'approve', who, nth: 'all', which: 'last', words: '', now: true });
		}
		await this.take({ do: 'sync' });
	}

	private pass(hours: number): void {
		this.world.setNow(new Date(Date.parse(this.world.clock.now()) + hours * 3_600_000).toISOString());
	}

	private async tasks(): Promise<readonly SyncTask[]> {
		return await this.ports.store.tasks(connectionId);
	}

	private async inside(step: Step): Promise<void> {
		switch (step.do) {
			case 'wait':
				return this.pass(step.hours);
			case 'run':
				return void (await runChain(this.ports, this.settings));
			case 'sync':
				return await this.syncApproved();
			case 'restart':
				return await this.restart();
			case 'settings': {
				const { priceSource, proration, costSource } = step;
				this.settings = { ...this.settings, build: { priceSource, proration, costSource } };
				return;
			}
			case 'look':
				for (const { id } of await this.tasks()) await this.look(step.who, id);
				return;
			case 'approve':
				return await this.approve(step);
			default:
				return await this.say(step);
		}
	}

	private async syncApproved(only?: readonly TaskId[]): Promise<void> {
		const tasks = (await this.tasks()).filter(({ state }) => state === 'approved');
		const ids = tasks.map((task) => task.id).filter((id) => only?.includes(id) ?? true);
		await sync(ids, this.ports, { ...this.settings, sync: syncOptions });
	}

	/** A new process over the same store. */
	private async restart(): Promise<void> {
		const { clock, addresses } = this.world;
		await this.ports.store.close();
		const store = await openStore({ engine: 'sqlite', file: this.file }, clock);
		this.ports = {
			clock,
			store,
			autotask: openAutotask(addresses, clock, store),
			marketplace: openMarketplace(addresses, clock),
		};
	}

	private async look(who: Person, id: TaskId): Promise<ContractPlan | undefined> {
		const dossier = await getTask(connectionId, id, this.ports);
		if (!dossier?.plan || !isPlanned(dossier.task)) return undefined;
		this.note(who, dossier.plan);
		return dossier.plan;
	}

	private note(who: Person, plan: ContractPlan): void {
		const { taskId, fingerprint } = plan;
		const isUnwritten = !this.matching.begun.has(taskId);
		this.shown.note({ who, taskId, fingerprint, rows: rowsOf(plan, this.matching.isOurs), isUnwritten });
	}

	private seen(who: Person, id: TaskId, which: Which): string | undefined {
		return which === 'unseen' ? unseen : this.shown.fingerprints(who, id).at(which === 'last' ? -1 : 0);
	}

	private async approve({ who, nth, which, words, now }: Of<'approve'>): Promise<void> {
		const seen = this.shown.tasks(who);
		const named = nth === 'all' ? seen : seen.slice(nth % Math.max(1, seen.length)).slice(0, 1);
		const entries = named.flatMap((id) => {
			const fingerprint = this.seen(who, id, which);
			return fingerprint === undefined ? [] : [`${id}:${fingerprint} ${words}`];
		});
		const { approved } = await approveTasks({ connectionId, text: entries.join('\n'), by: who }, this.ports);
		if (which === 'unseen' && approved.length > 0)
			this.wrongAnswers.push('a fingerprint that nobody was shown was approved');
		if (now) await this.syncApproved(approved.map(({ task }) => task.id));
	}

	private async nthTask(nth: number): Promise<SyncTask | undefined> {
		const tasks = await this.tasks();
		return tasks[nth % Math.max(1, tasks.length)];
	}

	private async say(step: Step): Promise<void> {
		if (step.do === 'adopt') {
			const { who: by, linkDifferent } = step;
			await adoptLines({ connectionId, which: 'all', text: '', linkDifferent, by }, this.ports);
			return;
		}
		if (step.do !== 'answer' && step.do !== 'set' && step.do !== 'ignore' && step.do !== 'restore') return;
		const task = await this.nthTask(step.nth);
		if (!task) return;
		const request = { connectionId, text: task.id, by: step.who, reason: 'said so' };
		if (step.do === 'ignore') await ignoreTasks(request, this.ports);
		else if (step.do === 'restore') await restoreTasks(request, this.ports);
		else if (step.do === 'answer') await retryTasks({ ...request, text: `${task.id} ${step.words}` }, this.ports);
		else if (step.do === 'set') await this.set(task.id, step);
	}

	private async set(taskId: TaskId, { who, setting }: Of<'set'>): Promise<void> {
		const plan = await this.look(who, taskId);
		const change = plan && changeOf(plan, setting);
		if (!plan || !change) return;
		const outcome = await changePlan(
			{ connectionId, taskId, by: who, change, fingerprint: plan.fingerprint },
			this.ports,
			{
				matchCompanyBy: 'companyNumber',
				severalProducts: 'allow',
				build: { ...buildSettings, ...this.settings.build },
			},
		);
		if (outcome.kind === 'looked' && outcome.plan) this.note(who, outcome.plan);
	}
}
