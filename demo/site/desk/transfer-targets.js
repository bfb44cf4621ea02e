/* Where a call can be transferred to: what AgentGateway.transfer takes, each with the name that the desk shows. */

/** The robot, by the access code of its IVR flow at the demo's contact center (device type 3). No agent has such an id. */
export const robot = Object.freeze({ name: 'the robot', deviceType: 3, to: '1790800' });

/**
 * The robot, and every agent who is signed in but this one (device type 2).
 * @param {readonly string[]} agents ids of the agents who are signed in
 * @param {string} self id of this desk's agent
 */
export const transferTargets = (agents, self) => [
  robot,
  ...agents.filter((id) => id !== self).map((id) => ({ name: `agent ${id}`, deviceType: 2, to: id })),
];

/** Fills a select with targets; the chosen one stays chosen while it is there. */
export function fillTargets(select, targets) {
  const chosen = select.value;
  const options = targets.map(({ name, deviceType, to }) => {
    const option = new Option(name, to, false, to === chosen);
    option.dataset.deviceType = deviceType;
    return option;
  });
  select.replaceChildren(...options);
}

/** The chosen target, as AgentGateway.transfer takes it. */
export function chosenTarget({ selectedOptions: [{ value, dataset }] }) {
  return { to: value, deviceType: Number(dataset.deviceType) };
}
