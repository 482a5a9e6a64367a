import { type PlanSettings, usualPriceChangeLimit } from '../settings';

type Named = Readonly<Record<string, string>>;

const onOrOff: Named = { true: 'on', false: 'off' };
const sides: Named = { autotask: 'Autotask', marketplace: 'Marketplace' };

/** What a setting and its values are called where a person sets them; a value that is not listed is shown as it is. */
export const settingWords: Readonly<Record<keyof PlanSettings, { readonly name: string; readonly values: Named }>> = {
	priceSource: { name: 'Load Prices From', values: sides },
	proration: { name: 'Proration', values: sides },
	costSource: {
		name: 'Cost From',
		values: { catalogue: 'Catalogue', none: 'None', subscription: 'Subscription' },
	},
	convertCost: { name: 'Convert Cost', values: onOrOff },
	priceChangeLimit: { name: 'Price Change Limit (%)', values: {} },
	changeQuantity: {
		name: 'Change Order Quantity Means',
		values: { automatic: 'Automatic', difference: 'Difference', total: 'New Total' },
	},
	syncRefunds: { name: 'Sync Refunds on Downgrade', values: onOrOff },
	invoiceDescription: {
		name: 'Invoice Description',
		values: { autotask: 'As in Autotask', productAndPeriod: 'Product and Period', productName: 'Product Name' },
	},
	whenNoContract: { name: 'When No Contract Fits', values: { ask: 'Ask', create: 'Create' } },
	timeZone: { name: 'Marketplace Time Zone', values: {} },
	expirationIs: { name: 'Expiration Date Is', values: { dayAfter: 'Day After', lastDay: 'Last Day' } },
};

function isSetting(name: string): name is keyof PlanSettings {
	return name in settingWords;
}

function valueText(name: keyof PlanSettings, settings: PlanSettings): string {
	const value = String(settings[name] ?? (name === 'priceChangeLimit' ? usualPriceChangeLimit : ''));
	return settingWords[name].values[value] ?? value;
}

/**
 * The settings that two plans of a task were made with and that differ, each with both values: `Proration was Autotask and
 * is now Marketplace`. Empty where they were made with the same. Source: rule W5.
 */
export function otherSettings(before: PlanSettings, now: PlanSettings): readonly string[] {
	return Object.keys(settingWords)
		.filter(isSetting)
		.flatMap((name) => {
			const [was, is] = [valueText(name, before), valueText(name, now)];
			return was === is ? [] : [`${settingWords[name].name} was ${was} and is now ${is}`];
		});
}
