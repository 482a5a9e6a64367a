import type { SyncTask } from '../../domain/task/task';
import { getTask } from '../../sync/tasks/listTasks';
import type { Page, PagePorts, PageView, Showing } from '../page';
import { field, type PageRequest } from '../pageRequest';
import { wizardAddress } from '../taskAddress';
import { chooseTask } from './chooseTask';
import { customerNames } from './customerNames';
import { idOf } from './plannedTask';
import { currentStep, isStep, nameOfTask, type Step, stepNames } from './steps';
import { stepView } from './stepView';
import { NextLink, TaskFrame } from './taskFrame';
import { wizardActions } from './wizardActions';
import type { WizardSettings } from './wizardSettings';

function missing(id: string): PageView {
	const content = (
		<p>
			There is no task {id}. <a href={wizardAddress(undefined)}>Choose a task</a>
		</p>
	);
	return { title: 'No such task', content };
}

/** The step that the address names; after Sync all, the one that the task is at then. */
function shownStep(request: PageRequest, task: SyncTask): Step {
	const asked = request.query['step'];
	return isStep(asked) && field(request, 'action') !== 'sync' ? asked : currentStep(task);
}

async function show(showing: Showing, ports: PagePorts, settings: WizardSettings): Promise<PageView> {
	const id = idOf(showing.request);
	if (id === '') return await chooseTask(showing, ports);
	const dossier = await getTask(ports.inputs.connectionId, id, ports);
	if (!dossier) return missing(id);
	const { task } = dossier;
	const step = shownStep(showing.request, task);
	const names = await customerNames([task], ports);
	const content = (
		<TaskFrame
			task={task}
			customer={names.get(task.customerId)}
			plan={dossier.plan}
			exclusions={dossier.exclusions}
			shown={step}
		>
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

/** One task from its customer to what was written. */
export function taskPage(settings: WizardSettings): Page {
	return {
		name: 'task',
		show: async (showing, ports) => await show(showing, ports, settings),
		actions: wizardActions(settings),
	};
}
