import type { VNode } from 'preact';
import { neededAndBilled } from '../../domain/mapping/neededProducts';
import { isPlanned } from '../../domain/plan/standingPlan';
import { listChargeMappings } from '../../sync/mapping/manageChargeMappings';
import { contractsWithLines } from '../../sync/planning/contractVerdictsOf';
import { readBack } from '../../sync/proving/readBack';
import type { TaskDossier } from '../../sync/tasks/listTasks';
import { chargeNamed, charges } from '../mapping/charges';
import { chooseView } from '../mapping/chooseView';
import { customers } from '../mapping/customers';
import { productNamed, products } from '../mapping/products';
import type { PagePorts, Showing } from '../page';
import { pageNumber, rowsPerPage } from '../pageRequest';
import { taskAddress } from '../taskAddress';
import { ChangeRowView } from './changeRowView';
import { ContractStep } from './contractStep';
import { ProductsStep } from './productsStep';
import { ResultView } from './resultView';
import { ReviewView } from './reviewView';
import type { Step } from './steps';
import { NextLink } from './taskFrame';
import type { WizardSettings } from './wizardSettings';

/** What a step is shown from. */
interface StepShowing {
	readonly showing: Showing;
	readonly dossier: TaskDossier;
	readonly ports: PagePorts;
	readonly settings: WizardSettings;
}

async function customerStep({ showing, dossier, ports }: StepShowing): Promise<VNode> {
	const { id, customerId } = dossier.task;
	const place = {
		path: 'task',
		values: { id, step: 'customer' },
		back: { href: taskAddress(id), name: 'Leave it as it is' },
	};
	return (await chooseView(customers, { name: customerId, showing, place }, ports)).content;
}

/** What one product, or one kind of charge, is mapped to; undefined where the address names neither. */
async function oneMapping({ showing, dossier, ports, settings }: StepShowing): Promise<VNode | undefined> {
	const { id } = dossier.task;
	const { query } = showing.request;
	const { product, period, kind } = query;
	const place = {
		path: 'task',
		values: { id, step: 'products', product, period, kind },
		back: { href: taskAddress(id, { step: 'products' }), name: 'Back to the products' },
	};
	const charge = chargeNamed({ kind: kind ?? '', product: product ?? '' });
	if (charge) return (await chooseView(charges, { name: charge, showing, place }, ports)).content;
	if (product === undefined) return undefined;
	const name = productNamed(query);
	return (await chooseView(products(settings.plan), { name, showing, place }, ports)).content;
}

async function productsStep(given: StepShowing): Promise<VNode> {
	const one = await oneMapping(given);
	if (one) return one;
	const { dossier, ports } = given;
	const { task, subscriptions } = dossier;
	const { connectionId } = ports.inputs;
	const needed = neededAndBilled(task, subscriptions, await ports.store.exclusions(connectionId));
	const ids = needed.map((product) => product.productId);
	const mappings = ids.length === 0 ? [] : await ports.store.productMappings(connectionId, ids);
	const rows = needed.map((product) => ({
		product,
		mapping: mappings.find((one) => one.productId === product.productId && one.periodType === product.periodType),
	}));
	return <ProductsStep task={task} products={rows} charges={await listChargeMappings(connectionId, ports)} />;
}

async function contractStep({ showing, dossier, ports, settings }: StepShowing): Promise<VNode> {
	const { task, plan } = dossier;
	const found = await contractsWithLines(task, ports, settings.plan.build);
	const chosen = (isPlanned(task) ? plan?.contractId : undefined) ?? task.answers.contractId;
	const next = <NextLink task={task} shown="contract" />;
	return <ContractStep found={found} chosen={chosen} next={next} token={showing.token} />;
}

async function reviewStep({ showing, dossier, ports }: StepShowing): Promise<VNode> {
	const { task, plan } = dossier;
	const { request, token } = showing;
	const row = request.query['row'];
	const line = row === undefined ? undefined : plan?.lines.find((one) => one.row === row);
	if (plan && line) return <ChangeRowView task={task} plan={plan} line={line} request={request} token={token} />;
	const approved = await ports.store.approvedPlan(ports.inputs.connectionId, task.id);
	const typed = (name: string) => request.form[name]?.at(-1);
	return <ReviewView {...{ task, plan, approved, typed, token }} page={pageNumber(request)} />;
}

async function resultStep({ showing, dossier, ports }: StepShowing): Promise<VNode> {
	const { task, journal } = dossier;
	const shown = journal.slice(-rowsPerPage);
	const back = await readBack(shown, ports);
	return <ResultView task={task} journal={shown} total={journal.length} back={back} token={showing.token} />;
}

/** What that step of a task shows. */
export async function stepView(step: Step, given: StepShowing): Promise<VNode> {
	switch (step) {
		case 'customer':
			return await customerStep(given);
		case 'products':
			return await productsStep(given);
		case 'contract':
			return await contractStep(given);
		case 'review':
			return await reviewStep(given);
		case 'result':
			return await resultStep(given);
	}
}
