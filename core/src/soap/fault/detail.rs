//! A fault and its detail, both kept.

use super::FaultReader;
use crate::Error;
use crate::soap::{Event, Keeper, Reader};

impl FaultReader<'_> {
    /// Reads to the end of the fault and has `keeper` keep its detail: the element `detail` or `Detail` with all that is
    /// in it. `false` asks for more input. Errors as [`next`](FaultReader::next); a store of the keeper that is too
    /// small is told by [`Keeper::into_element`].
    ///
    /// ```
    /// use soapstone::soap::{Event, FaultReader, Keeper, Reader};
    ///
    /// let message = b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault>\
    ///     <faultcode>e:Server</faultcode><faultstring>no such register</faultstring>\
    ///     <detail><m:NoSuchRegister xmlns:m='urn:meter'>7</m:NoSuchRegister></detail></e:Fault></e:Body></e:Envelope>";
    /// let (mut workspace, mut values, mut store) = ([0; 512], [0; 128], [0; 256]);
    /// let mut reader = Reader::new(&mut workspace);
    /// let mut input = &message[..];
    /// while !matches!(reader.next(&mut input, true)?, Event::Fault(_)) {}
    /// let (mut fault, mut keeper) = (FaultReader::new(&mut values), Keeper::new(&mut store));
    /// fault.read_with_detail(&mut keeper, &mut reader, &mut input, true)?;
    /// let detail = keeper.into_element(reader.offset())?;
    /// assert_eq!(detail.children().next().unwrap().text(), "7");
    /// # Ok::<(), soapstone::Error>(())
    /// ```
    pub fn read_with_detail(
        &mut self,
        keeper: &mut Keeper<'_>,
        reader: &mut Reader<'_>,
        input: &mut &[u8],
        last: bool,
    ) -> Result<bool, Error> {
        loop {
            match self.next(reader, input, last)? {
                Event::NeedInput => return Ok(false),
                Event::Close(..) => return Ok(true),
                event => {
                    keeper.take(&event);
                }
            }
        }
    }
}
