import { sum } from 'lodash';
import type { VNode } from 'preact';
import { chargeKinds } from '../../domain/contract/charge';
import type { ContractId, TaskId } from '../../domain/ids';
import { neededProducts } from '../../domain/mapping/neededProducts';
import { isPlanned } from '../../domain/plan/standingPlan';
import type { TypedRow } from '../../domain/planning/rowFields';
import type { SyncTask } from '../../domain/task/task';
import { listChargeMappings } from '../../sync/mapping/manageChargeMappings';
import { changePlan, type ChangePlanRequest } from '../../sync/planning/changePlan';
import { contractVerdictsOf } from '../../sync/planning/contractVerdictsOf';
import { type PlanNowOutcome, type PlanNowSettings, planTaskNow } from '../../sync/planning/planTaskNow';
import { readBack } from '../../sync/proving/readBack';
import { getTask, listTasks, type TaskDossier } from '../../sync/tasks/listTasks';
import type { SyncOptions } from '../../sync/writing/syncOptions';
import { writeTaskNow } from '../../sync/writing/writeTaskNow';
import { mapChargeView, mapChosenTarget, namedIn } from '../charges/chargesPage';
import { mapChosenCompany, mapCustomerView } from '../customers/customersPage';
import { refusalText, whatText } from '../nextStep';
import type { ActionOutcome, Page, PagePorts, PageView, Showing } from '../page';
import { field, pageNumber, type PageRequest, rowsPerPage } from '../pageRequest';
import { addWith, mapProductView, mapWith } from '../products/productsPage';
import { wizardAddress } from '../taskAddress';
import { ChangeRowView } from './changeRowView';
import { ChooseTaskView } from './chooseTaskView';
import { ContractStep } from './contractStep';
import { ProductsStep } from './mappedViews';
import { ResultView } from './resultView';
import { ReviewView } from './reviewView';
import { currentStep, isStep, nameOfTask, type Step, stepNames } from './steps';
import { NextLink, TaskFrame } from './taskFrame';

/** How the tasks of the wizard are mapped, planned and written. */
export interface TaskPageSettings {
	readonly plan: PlanNowSettings;
	readonly sync: SyncOptions;
}

interface Given {
	readonly showing: Showing;
	readonly dossier: TaskDossier;
	readonly ports: PagePorts;
	readonly settings: TaskPageSettings;
}

function idOf({ query }: PageRequest): TaskId {
	return (query['id'] ?? '').slice(0, 200) as TaskId;
}

/** Names of the tasks' customers, as far as they were seen or mapped. */
async function customerNames(tasks: readonly SyncTask[], ports: PagePorts): Promise<ReadonlyMap<string, string>> {
	const ids = tasks.map((task) => task.id);
	if (ids.length === 0) return new Map();
	const { rows } = await ports.store.taskPage(ports.inputs.connectionId, { ids, offset: 0, limit: ids.length });
	return new Map(
		rows.flatMap(({ customerId, customerName }) => (customerName === undefined ? [] : [[customerId, customerName]])),
	);
}

const waiting = ['attention', 'failed', 'open'] as const;

async function chooseView({ request }: Showing, ports: PagePorts): Promise<PageView> {
	const { connectionId } = ports.inputs;
	const find = (request.query['find'] ?? '').trim().slice(0, 100);
	const page = pageNumber(request);
	const window = { offset: (page - 1) * rowsPerPage, limit: rowsPerPage };
	const filter = find === '' ? { states: waiting, ...window } : { orderNumber: find, limit: rowsPerPage };
	const { tasks, counts } = await listTasks(connectionId, filter, ports);
	const content = (
		<ChooseTaskView
			tasks={tasks}
			customers={await customerNames(tasks, ports)}
			total={sum(waiting.map((state) => counts[state]))}
			page={page}
			find={find}
		/>
	);
	return { title: 'Sync wizard', content };
}

function missing(id: string): PageView {
	const content = (
		<p>
			There is no task {id}. <a href={wizardAddress(undefined)}>Choose a task</a>
		</p>
	);
	return { title: 'No such task', content };
}

async function customerStep({ showing, dossier, ports }: Given): Promise<VNode> {
	const { task } = dossier;
	const place = {
		path: 'task',
		values: { id: task.id, step: 'customer' },
		back: { href: wizardAddress(task.id), name: 'Leave it as it is' },
	};
	return (await mapCustomerView(task.customerId, showing, ports, place)).content;
}

async function productsStep({ showing, dossier, ports }: Given): Promise<VNode> {
	const { task, subscriptions } = dossier;
	const { query } = showing.request;
	const values = {
		id: task.id,
		step: 'products',
		product: query['product'],
		period: query['period'],
		kind: query['kind'],
	};
	const place = {
		path: 'task',
		values,
		back: { href: wizardAddress(task.id, { step: 'products' }), name: 'Back to the products' },
	};
	const named = namedIn({ kind: query['kind'] ?? '', product: query['product'] ?? '' });
	if (named) return (await mapChargeView(showing, named, ports, place)).content;
	if (query['product'] !== undefined) return (await mapProductView(showing, ports, place)).content;
	const { connectionId } = ports.inputs;
	const products = neededProducts(task, subscriptions);
	const ids = products.map((product) => product.productId);
	const mappings = ids.length === 0 ? [] : await ports.store.productMappings(connectionId, ids);
	const rows = products.map((product) => ({
		product,
		mapping: mappings.find((one) => one.productId === product.productId && one.periodType === product.periodType),
	}));
	return <ProductsStep task={task} products={rows} charges={await listChargeMappings(connectionId, ports)} />;
}

async function contractStep({ showing, dossier, ports, settings }: Given): Promise<VNode> {
	const { task, plan } = dossier;
	const found = await contractVerdictsOf(task, ports, settings.plan.build);
	const chosen = (isPlanned(task) ? plan?.contractId : undefined) ?? task.answers.contractId;
	const next = <NextLink task={task} shown="contract" />;
	return <ContractStep task={task} found={found} chosen={chosen} next={next} token={showing.token} />;
}

function reviewStep({ showing, dossier }: Given): VNode {
	const { task, plan } = dossier;
	const { request, token } = showing;
	const row = request.query['row'];
	const line = row === undefined ? undefined : plan?.lines.find((one) => one.row === row);
	if (plan && line) return <ChangeRowView task={task} plan={plan} line={line} request={request} token={token} />;
	return <ReviewView task={task} plan={plan} page={pageNumber(request)} token={token} />;
}

async function resultStep({ showing, dossier, ports }: Given): Promise<VNode> {
	const { task, journal } = dossier;
	const shown = journal.slice(-rowsPerPage);
	const back = await readBack(shown, ports);
	return <ResultView task={task} journal={shown} total={journal.length} back={back} token={showing.token} />;
}

async function stepView(step: Step, given: Given): Promise<VNode> {
	switch (step) {
		case 'customer':
			return await customerStep(given);
		case 'products':
			return await productsStep(given);
		case 'contract':
			return await contractStep(given);
		case 'review':
			return reviewStep(given);
		case 'result':
			return await resultStep(given);
	}
}

/** The step that the address names; after Sync all, the one that the task is at then. */
function shownStep(request: PageRequest, task: SyncTask): Step {
	const asked = request.query['step'];
	return isStep(asked) && field(request, 'action') !== 'sync' ? asked : currentStep(task);
}

async function show(showing: Showing, ports: PagePorts, settings: TaskPageSettings): Promise<PageView> {
	const id = idOf(showing.request);
	if (id === '') return await chooseView(showing, ports);
	const dossier = await getTask(ports.inputs.connectionId, id, ports);
	if (!dossier) return missing(id);
	const { task } = dossier;
	const step = shownStep(showing.request, task);
	const names = await customerNames([task], ports);
	const content = (
		<TaskFrame task={task} customer={names.get(task.customerId)} plan={dossier.plan} shown={step}>
			{await stepView(step, { showing, dossier, ports, settings })}
			{step === 'contract' ? null : (
				<p>
					<NextLink task={task} shown={step} />
				</p>
			)}
		</TaskFrame>
	);
	return { title: `${nameOfTask(task)}: ${stepNames[step]}`, content };
}

type Acting = (request: PageRequest, ports: PagePorts) => Promise<ActionOutcome>;

/** What came of looking at a task; what it needs is said below it. */
function cameOf({ attention }: SyncTask, message: string): string {
	if (!attention) return message;
	if (attention.reason === 'approval') return 'The task was planned. Look at it, then sync it.';
	return `The task goes on when this is settled: ${attention.reason}.`;
}

function answerOf(taskId: TaskId, outcome: PlanNowOutcome, done?: string): ActionOutcome {
	const came = outcome.kind === 'looked' ? cameOf(outcome.task, outcome.message) : whatText(outcome);
	const message = done === undefined ? came : `${done} ${came}`;
	if (outcome.kind === 'refused' && done === undefined) return { kind: 'refused', message };
	return { kind: 'done', message: message.slice(0, 2_000), location: wizardAddress(taskId) };
}

async function planned(
	request: PageRequest,
	ports: PagePorts,
	settings: TaskPageSettings,
	/** What was done before, to be said with what came of it. */
	done?: string,
): Promise<ActionOutcome> {
	const taskId = idOf(request);
	const asked = { connectionId: ports.inputs.connectionId, taskId, by: request.user };
	return answerOf(taskId, await planTaskNow(asked, ports, settings.plan), done);
}

async function changed(
	request: PageRequest,
	ports: PagePorts,
	settings: TaskPageSettings,
	change: Pick<ChangePlanRequest, 'change' | 'fingerprint'>,
): Promise<ActionOutcome> {
	const taskId = idOf(request);
	const asked = { connectionId: ports.inputs.connectionId, taskId, by: request.user, ...change };
	return answerOf(taskId, await changePlan(asked, ports, settings.plan));
}

/** Maps what the form names, then looks at the task again with it. */
function mappingWith(settings: TaskPageSettings, act: Acting): Acting {
	return async (request, ports) => {
		const mapped = await act(request, ports);
		if (mapped.kind === 'refused') return mapped;
		return await planned(request, ports, settings, mapped.message);
	};
}

function mapWhatIsNamed(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		if (field(request, 'customerId') !== '') return await mapChosenCompany(request, ports);
		const isCharge = (chargeKinds as readonly string[]).includes(field(request, 'kind'));
		return isCharge ? await mapChosenTarget(request, ports) : await mapWith(settings.plan)(request, ports);
	};
}

function ownWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const [product, units] = [field(request, 'product'), field(request, 'units')];
		return await changed(request, ports, settings, { change: { kind: 'ownUnits', product, units } });
	};
}

function othersWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const [units, seenInForce] = [field(request, 'units'), field(request, 'seen')];
		return await changed(request, ports, settings, { change: { kind: 'otherUnits', units, seenInForce } });
	};
}

function contractWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const id = Number(field(request, 'contractId'));
		if (!Number.isSafeInteger(id) || id <= 0)
			return { kind: 'refused', message: 'No contract is chosen. Choose one that fits.' };
		return await changed(request, ports, settings, { change: { kind: 'contract', contractId: id as ContractId } });
	};
}

function createWith(settings: TaskPageSettings): Acting {
	const build = { ...settings.plan.build, whenNoContract: 'create' as const };
	return async (request, ports) => await planned(request, ports, { ...settings, plan: { ...settings.plan, build } });
}

function pricesWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const from = field(request, 'priceSource');
		if (from !== 'autotask' && from !== 'marketplace')
			return { kind: 'refused', message: 'Prices come from Autotask or from the marketplace. Choose one of them.' };
		return await changed(request, ports, settings, { change: { kind: 'prices', from } });
	};
}

const rowNames = ['on', 'price', 'cost', 'description', 'quantity'] as const satisfies readonly (keyof TypedRow)[];

function changeWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const there = rowNames.filter((name) => request.form[name] !== undefined);
		const typed: TypedRow = Object.fromEntries(there.map((name) => [name, field(request, name)]));
		return await changed(request, ports, settings, {
			change: { kind: 'row', row: field(request, 'row'), typed },
			fingerprint: field(request, 'fingerprint'),
		});
	};
}

function tickWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const selected = field(request, 'ticked') === 'yes';
		return await changed(request, ports, settings, {
			change: { kind: 'row', row: field(request, 'row'), typed: {}, selected },
		});
	};
}

function undoWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => await changed(request, ports, settings, { change: { kind: 'takeBack' } });
}

function syncWith(settings: TaskPageSettings): Acting {
	return async (request, ports) => {
		const taskId = idOf(request);
		const fingerprint = field(request, 'fingerprint');
		const asked = { connectionId: ports.inputs.connectionId, taskId, fingerprint, by: request.user };
		const outcome = await writeTaskNow(asked, ports, settings.sync);
		if (outcome.kind === 'notWritten') {
			const { message, what } = outcome;
			const next = 'Look at the plan below, then press Sync all again.';
			return { kind: 'refused', message: refusalText({ reason: message, ...(what !== undefined && { what }) }, next) };
		}
		return { kind: 'done', message: outcome.result.message, location: wizardAddress(taskId, { step: 'result' }) };
	};
}

/** One task from its customer to what was written. What each action does: the use case of its name in src/sync. */
export function taskPage(settings: TaskPageSettings): Page {
	return {
		name: 'task',
		show: async (showing, ports) => await show(showing, ports, settings),
		actions: {
			map: mappingWith(settings, mapWhatIsNamed(settings)),
			add: mappingWith(settings, addWith(settings.plan)),
			plan: async (request, ports) => await planned(request, ports, settings),
			contract: contractWith(settings),
			create: createWith(settings),
			own: ownWith(settings),
			others: othersWith(settings),
			prices: pricesWith(settings),
			change: changeWith(settings),
			tick: tickWith(settings),
			undo: undoWith(settings),
			sync: syncWith(settings),
		},
	};
}
