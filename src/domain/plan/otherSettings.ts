import { type PlanSettings, usualPriceChangeLimit } from '../settings';
import { planSettingsTable } from '../settings/planSettingsTable';
import { parameterName, titleCase, valueText } from '../settings/settingTexts';

type PlanSetting = keyof PlanSettings;

/** What counted in plans from before a setting. */
const absent = { priceChangeLimit: usualPriceChangeLimit, marginLimit: 0 } as const;

function isSetting(name: string): name is PlanSetting {
	return Object.hasOwn(planSettingsTable, name);
}

function textIn(name: PlanSetting, settings: PlanSettings): string {
	const value = { ...absent, ...settings }[name];
	const text = valueText(name, value);
	return planSettingsTable[name].control.kind === 'choice' ? titleCase(text) : text;
}

/**
 * The settings that two plans of a task were made with and that differ, each with both values: `Proration was Autotask and
 * is now Marketplace`. Empty where they were made with the same. Source: rule W5.
 */
export function otherSettings(before: PlanSettings, now: PlanSettings): readonly string[] {
	return Object.keys(planSettingsTable)
		.filter(isSetting)
		.flatMap((name) => {
			const [was, is] = [textIn(name, before), textIn(name, now)];
			return was === is ? [] : [`${parameterName(name)} was ${was} and is now ${is}`];
		});
}
