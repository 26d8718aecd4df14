const UNITS: Record<string, number> = {
  m: 1e-3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** True when a Kubernetes quantity is not smaller than another; both match the schema's grammar. */
export function atLeast(quantity: string, least: string): boolean {
  return amount(quantity) >= amount(least);
}

function amount(quantity: string): number {
  const unit = /[A-Za-z]+$/.exec(quantity)?.[0];
  return Number.parseFloat(quantity) * (unit === undefined ? 1 : (UNITS[unit] ?? Number.NaN));
}
