//! Where packets are sent.

use super::steps::{Step, StepKind};
use super::translate::Translation;
use crate::wire::{Controller, OutputReg, Port};

impl Translation<'_> {
    pub(super) fn output(&mut self, port: Port, max_len: u16, steps: &mut Vec<Step>) {
        let input = self.packet.in_port();
        match port {
            Port::IN_PORT => self.send(input, steps),
            Port::CONTROLLER => {
                self.tell_controller(&Controller {
                    max_len,
                    id: 0,
                    reason: Controller::REASON_ACTION,
                    userdata: Vec::new(),
                    pause: false,
                    meter: None,
                    form2: false,
                });
            }
            Port::NORMAL | Port::FLOOD | Port::ALL => {
                self.commit();
                self.datapath.push(port.to_string());
            }
            Port::TABLE => self.look_up_again(0, None, false, steps),
            Port::ANY => {}
            port if port == input => {
                steps.push(Step::new(StepKind::Warning, "skipping output to input port"));
            }
            port => self.send(port, steps),
        }
    }

    pub(super) fn send(&mut self, port: Port, steps: &mut Vec<Step>) {
        if self.pipeline.has_port(port) {
            self.commit();
            let name = self
                .names
                .port_name(port)
                .map_or_else(|| port.to_string(), str::to_owned);
            self.datapath.push(name);
        } else {
            steps.push(Step::new(StepKind::Warning, "Nonexistent output port"));
        }
    }

    pub(super) fn output_from_field(&mut self, output: &OutputReg, steps: &mut Vec<Step>) {
        let number = self.packet.get(&output.source);
        self.touched.add(&output.source, u128::MAX);
        if let Ok(port) = u16::try_from(number) {
            steps.push(Step::new(StepKind::Detail, format!("output port is {number}")));
            self.output(Port(port), output.max_len, steps);
        } else {
            let text = format!("output port {number} is out of range");
            steps.push(Step::new(StepKind::Warning, text));
        }
    }

    pub(super) fn tell_controller(&mut self, controller: &Controller) {
        self.commit();
        let reason = match controller.reason {
            Controller::REASON_ACTION if self.in_group => 3,
            Controller::REASON_ACTION if self.in_action_set => 4,
            reason => reason,
        };
        let id = self.ids.next();
        let cookie = if self.cookie == 0 {
            "0".into()
        } else {
            format!("{:#x}", self.cookie)
        };
        self.datapath.push(format!(
            "userspace(pid=0,controller(reason={reason},dont_send=1,continuation=0,recirc_id={id},\
             rule_cookie={cookie},controller_id={},max_len={}))",
            controller.id, controller.max_len
        ));
    }
}
