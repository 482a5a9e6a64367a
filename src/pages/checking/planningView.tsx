import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import { type OpenTasks, planOpenTasks, type PlanOpenOutcome } from '../../sync/planning/planOpenTasks';
import { address } from '../address';
import { tasksOfConnection } from '../../sync/tasks/tasksOfConnection';
import { countText } from '../moneyText';
import { sentence } from '../nextStep';
import { takeStep } from '../ownStep';
import type { PagePorts, PageView, Showing } from '../page';
import { goTo, type PageAnswer } from '../pageAnswer';
import { placeOf } from '../places';
import { PostForm } from '../postForm';
import { checkedSince, checkedText } from './checkedText';
import type { CheckNowSettings } from './checkNow';
import { planningAddress, planningOf, type Planning, sliceOf } from './planningAddress';

const sliceMs = 5_000;

/** The review of what was freed and waits for approval now; else the page that planning was begun on. */
async function endOf({ freed = [], back }: Planning, folder: string, ports: PagePorts): Promise<string> {
	const tasks = await tasksOfConnection(ports.inputs.connectionId, freed, ports);
	const waiting = tasks.filter(({ attention }) => attention?.reason === 'approval').map(({ id }) => id);
	return waiting.length === 0 ? placeOf(back, folder) : address('tasks', { review: waiting.join(',') });
}

/** Leads on with what was found and planned. */
async function ended(
	planning: Planning,
	{ refusal, folder }: { readonly refusal?: string; readonly folder: string },
	ports: PagePorts,
): Promise<PageAnswer> {
	const { since, found, freed, more } = planning;
	const checked = checkedText(
		await checkedSince(ports.inputs.connectionId, since, freed ? undefined : found, ports.store),
	);
	const texts = freed ? [more, checked, refusal] : [checked, more, refusal];
	const message = texts.flatMap((text) => (text ? [sentence(text)] : [])).join(' ');
	const nonce = randomUUID().replaceAll('-', '');
	const location = await endOf(planning, folder, ports);
	await ports.store.takeForm(nonce, ports.clock.now());
	await ports.store.endForm(nonce, { location, message });
	return goTo(`${location}${location.includes('?') ? '&' : '?'}done=${nonce}`);
}

function UnderWay({ planning, token, isPaused }: { planning: Planning; token: string; isPaused: boolean }): VNode {
	const { planned } = planning;
	return (
		<section aria-label="Planning under way">
			<p>
				{isPaused ? null : <progress aria-label="Planning" />} <strong>{countText(planned)}</strong>{' '}
				{planned === 1 ? 'task' : 'tasks'} planned so far. Nothing is written to Autotask.
			</p>
			{isPaused ? (
				<PostForm token={token} action="planOn">
					<button class="main">Go on</button>
				</PostForm>
			) : null}
		</section>
	);
}

function whichOf({ customerId, productId, freed }: Planning): OpenTasks {
	return { ...(customerId && { customerId }), ...(productId && { productId }), ...(freed && { taskIds: freed }) };
}

/** Plans the next slice of open tasks and goes on by itself; at the end leads to the page that it was begun on. */
export async function planningView(
	{ request, token }: Showing,
	ports: PagePorts,
	settings: CheckNowSettings,
): Promise<PageView | PageAnswer> {
	const planning = planningOf(request);
	const { folder } = request;
	const title = 'Planning what is new';
	if (!(await takeStep(sliceOf(planning), request, ports)))
		return { title, content: <UnderWay planning={planning} token={token} isPaused /> };
	const { signal, plan } = settings;
	const options = { budgetMs: sliceMs, ...(signal && { signal }) };
	const outcome: PlanOpenOutcome = await planOpenTasks(ports.inputs, whichOf(planning), ports, {
		settings: plan,
		options,
	});
	if (outcome.kind === 'refused') return await ended(planning, { refusal: outcome.message, folder }, ports);
	const { tasks, isDone, fault } = outcome;
	const more = fault === undefined ? planning.more : [planning.more, sentence(fault)].filter(Boolean).join(' ');
	const next = { ...planning, planned: planning.planned + tasks, ...(more === undefined ? {} : { more }) };
	if (isDone) return await ended(next, { folder }, ports);
	return {
		title,
		content: <UnderWay planning={next} token={token} isPaused={false} />,
		goesOn: planningAddress(next, ports),
	};
}
